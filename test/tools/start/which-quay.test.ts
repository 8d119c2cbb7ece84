import { chooseQuay } from "../../../tools/start/which-quay";

const theirs = { QUAY_URL: "https://quay.example.com/api/v1/", QUAY_TOKEN: "secret" };

test("without QUAY_URL and QUAY_TOKEN it is a local one, which no proxy is asked for", async () => {
  const env: NodeJS.ProcessEnv = { QUAY_URL: "", NO_PROXY: "intranet" };
  const { url, token, local } = await chooseQuay(env, false, false);
  await local?.close();
  expect(url).toBe(local?.url);
  expect(token).toBe(local?.token);
  expect(env.no_proxy).toBe("intranet,127.0.0.1");
});

test.each([
  ["agreed", true, false],
  ["can be asked", false, true],
])("a Quay that is not ours is taken when the user %s", async (_, agreed, askable) => {
  const chosen = await chooseQuay(theirs, agreed, askable);
  expect(chosen).toMatchObject({ url: "https://quay.example.com", token: "secret" });
  expect(chosen.local).toBeUndefined();
});

test("it is refused when the user has not agreed and cannot be asked, and the token stays unsaid", async () => {
  await expect(chooseQuay(theirs, false, false)).rejects.toThrow(
    "QUAY_URL is set, and there is no terminal to ask whether to write to https://quay.example.com. " +
      "Agree with npm start -- --yes, or unset QUAY_URL and QUAY_TOKEN to use a local Quay.",
  );
});

test.each([
  [{ QUAY_URL: "https://quay.example.com" }, "QUAY_URL is set, but QUAY_TOKEN is not."],
  [{ QUAY_TOKEN: "secret" }, "QUAY_TOKEN is set, but QUAY_URL is not."],
])("half of the two is a mistake (%#)", async (env, sentence) => {
  await expect(chooseQuay(env, true, true)).rejects.toThrow(
    `${sentence} Set both to use that Quay, or neither to use a local one.`,
  );
});
