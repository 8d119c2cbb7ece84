import { chooseQuay } from "../../../tools/start/which-quay";

const theirs = { QUAY_URL: "https://quay.example.com/api/v1/", QUAY_TOKEN: "secret" };

test("without QUAY_URL and QUAY_TOKEN a local Quay is used, which is reached without a proxy", async () => {
  const env: NodeJS.ProcessEnv = { QUAY_URL: "", NO_PROXY: "intranet" };
  const { url, token, local } = await chooseQuay(env, false, false);
  await local?.close();
  expect(url).toBe(local?.url);
  expect(token).toBe(local?.token);
  expect(env.no_proxy).toBe("intranet,127.0.0.1");
});

test.each([
  ["agreed with --yes", true, false],
  ["can be asked", false, true],
])("the Quay of the environment is used when the user %s", async (_, agreed, askable) => {
  const chosen = await chooseQuay(theirs, agreed, askable);
  expect(chosen).toMatchObject({ url: "https://quay.example.com", token: "secret" });
  expect(chosen.local).toBeUndefined();
});

test("it is refused without consent when the user cannot be asked, and the token is not printed", async () => {
  await expect(chooseQuay(theirs, false, false)).rejects.toThrow(
    "QUAY_URL is set, and there is no terminal to ask whether to write to https://quay.example.com. " +
      "Agree with npm start -- --yes, or unset QUAY_URL and QUAY_TOKEN to use a local Quay.",
  );
});

test.each([
  [{ QUAY_URL: "https://quay.example.com" }, "QUAY_URL is set, but QUAY_TOKEN is not."],
  [{ QUAY_TOKEN: "secret" }, "QUAY_TOKEN is set, but QUAY_URL is not."],
])("one of the two variables without the other is a mistake (%#)", async (env, sentence) => {
  await expect(chooseQuay(env, true, true)).rejects.toThrow(
    `${sentence} Set both to use that Quay, or neither to use a local one.`,
  );
});
