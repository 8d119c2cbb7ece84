import { keepSecret, masked } from "../../../../provider/quay/client/masking";

describe("Masking of an address with a token", () => {
  const url = "https://hooks.example.com/services/T0/B0/hunter2?key=a&b";
  const template = '{"routing_key":"hunter2",\n  "text":"{event_data.name}"}';

  beforeAll(() => {
    keepSecret("https://hooks.example.org/services/T0");
    keepSecret(url);
    keepSecret(template);
  });

  it.each([
    ["without its scheme", url.replace("https://", "")],
    ["as its path, as Python's requests quote it", "Max retries exceeded with url: /services/T0/B0/hunter2?key=a&b"],
    ["in JSON with escaped slashes", JSON.stringify({ url }).replaceAll("/", "\\/")],
    ["percent-encoded", encodeURIComponent(url)],
    ["beside another that it begins like", `${url} https://hooks.example.org/services/T0`],
    ["as a template in JSON", JSON.stringify({ template })],
    ["as the first line of a template", template.split("\n")[0]],
  ])("leaves nothing of it %s", (_, said) => {
    expect(masked(`Bad ${said}`)).toContain("[secret]");
    expect(masked(`Bad ${said}`)).not.toMatch(/hunter2|T0/);
  });

  it("leaves short paths, which are ordinary words", () => {
    keepSecret("https://ci.example.com/quay");
    expect(masked("POST /quay")).toBe("POST /quay");
  });
});
