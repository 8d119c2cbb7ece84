import { withQuay } from "../../cli/quay-access";
import { removalCommand } from "../../cli/removal";
import { resources } from "../../provider/resources";
import { harness } from "../harness";
import { prepare, specimenOf, specimens } from "../kinds";

describe("The command that would delete a resource", () => {
  const at = harness();

  it.each(Object.keys(specimens))("deletes a %s when it is run, and nothing before", async (kind) => {
    const resource = resources[kind];
    if (!resource) throw new Error(kind);
    const specimen = specimenOf(kind);
    await prepare(at.quay, kind);
    const { outputs } = await at.run(kind).create(specimen.least);
    expect(specimen.stored(at.quay.store, specimen.least)).toBeDefined();
    at.quay.requests.length = 0;
    const line = await withQuay({ "quay:url": at.quay.url, "quay:token": at.quay.token }, (access) =>
      removalCommand(resource, access.connectionFor(resource.namespace(outputs, false)), outputs),
    );
    expect(at.quay.requests.filter(({ method }) => method !== "GET")).toEqual([]);
    expect(line).not.toContain(at.quay.token);
    for (const { method, url, body } of line.split(" && ").map(parsed)) {
      const headers = { authorization: `Bearer ${at.quay.token}`, ...(body && { "content-type": "application/json" }) };
      const { status } = await fetch(url, { method, headers, body });
      expect(status).toBeLessThan(300);
    }
    expect(specimen.stored(at.quay.store, specimen.least)).toBeUndefined();
  });
});

/** A command as a request. */
function parsed(command: string) {
  const sent = "(?: -H 'Content-Type: application/json' -d '(.*)')?";
  const form = new RegExp(`^curl -X (\\w+) -H "Authorization: Bearer \\$QUAY_TOKEN"${sent} '(http[^']+)'$`);
  const [, method, body, url = ""] = form.exec(command) ?? [];
  return { method, body, url };
}
