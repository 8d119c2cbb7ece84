import { type LocalQuay, startQuay } from "../../../local-quay";
import { LONG_AGO, mirrorAlpine, mirrorOrganization } from "../../mirrors";
import { command } from "../command";

describe("pulumi-quay mirror", () => {
  const cli = command();
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => quay.reset());
  afterAll(() => quay.close());

  const env = () => ({ QUAY_URL: quay.url, QUAY_TOKEN: quay.token });
  const run = (...args: string[]) => cli.run(["mirror", ...args], env());
  function step(times = 1) {
    for (let done = 0; done < times; done++) quay.runMirrors();
  }
  const alpine = () => quay.store.repository("acme", "alpine");
  const writes = () => quay.requests.filter(({ method }) => method !== "GET").map(({ path }) => path);
  const none = "None begins by itself until pulumi-quay mirror sync";

  describe("cancel", () => {
    it("ends what runs or waits, and says that none begins by itself", async () => {
      await mirrorAlpine(quay, { sync_start_date: LONG_AGO });
      await mirrorOrganization(quay, { sync_start_date: LONG_AGO });
      step(3);
      step();
      Object.assign(alpine()?.mirror ?? {}, { status: "SYNCING" });
      await run("sync", "copies");
      expect(await run("cancel", "acme/alpine", "copies")).toEqual({
        ...{ code: 0, stdout: "" },
        stderr:
          `Quay ends the synchronization of acme/alpine. ${none} acme/alpine.\n` +
          `Quay ends the synchronization of copies. ${none} copies.\n`,
      });
      expect(alpine()?.mirror?.status).toBe("CANCEL");
      expect(quay.store.organization("copies")?.mirror?.status).toBe("CANCEL");
    });

    it("asks for nothing where nothing synchronizes, as that would end an organization's schedule", async () => {
      await mirrorOrganization(quay);
      quay.requests.length = 0;
      expect(await run("cancel", "copies")).toMatchObject({
        code: 0,
        stderr: "copies does not synchronize: NEVER_RUN.\n",
      });
      expect(writes()).toEqual([]);
    });

    it("of an organization whose repositories synchronize, too", async () => {
      await mirrorOrganization(quay, { sync_start_date: LONG_AGO });
      step(3);
      expect(quay.store.organization("copies")?.mirror?.status).toBe("SUCCESS");
      expect((await run("cancel", "copies")).stderr).toContain("Quay ends the synchronization of copies.");
      step();
      const { discovered } = quay.store.organization("copies")?.mirror ?? {};
      expect([...(discovered?.values() ?? [])].map(({ status }) => status)).toEqual(["CANCEL", "CANCEL"]);
    });

    it("is content when it ended in the meantime", async () => {
      await mirrorAlpine(quay);
      await run("sync", "acme/alpine");
      const body = { status: 404, title: "not_found", error_type: "not_found", detail: "Not Found" };
      quay.fail("POST /v1/repository/{repository}/mirror/sync-cancel", { status: 404, body }, { after: true });
      expect(await run("cancel", "acme/alpine")).toMatchObject({
        code: 0,
        stderr: "acme/alpine does not synchronize any longer: CANCEL.\n",
      });
    });
  });

  describe("verify", () => {
    it("tells Quay's words, and fails when it could not", async () => {
      await mirrorOrganization(quay);
      const said = "copies from https://registry.example.com/acme:";
      expect(await run("verify", "copies")).toEqual({ code: 0, stdout: "", stderr: `${said} Connection successful\n` });
      quay.remoteRegistries["registry.example.com"] = { logins: { acme: "another" } };
      expect(await run("verify", "copies")).toEqual({ code: 1, stdout: "", stderr: `${said} Authentication failed\n` });
    });

    it("is not for repositories, and says what is", async () => {
      expect(await run("verify", "acme/alpine")).toMatchObject({
        code: 1,
        stderr:
          "Quay verifies the mirrors of organizations only, and acme/alpine is a repository. " +
          "Try it with pulumi-quay mirror sync acme/alpine --wait.\n",
      });
    });
  });
});
