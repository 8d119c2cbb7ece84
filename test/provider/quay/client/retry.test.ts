import { QuayError } from "../../../../provider/quay/client/errors";
import { HttpChannel } from "../../../../provider/quay/client/http/channel";
import { Quay } from "../../../../provider/quay/client/quay";
import { fastRetries, harness } from "../../../harness";
import { FakeClock } from "./fake-clock";
import { get, post, put, settingsOf, thrown } from "./requests";

describe("A failing request to Quay", () => {
  const at = harness();
  let quay: Quay;
  const settings = () => settingsOf(at);

  /** With a fake clock. */
  const slowly = (time: FakeClock) => ({ channel: new HttpChannel(settings(), time), notice: () => undefined });

  beforeEach(async () => {
    await at.callQuay("POST /v1/organization/", { name: "acme" });
    at.requested();
    quay = new Quay(settings(), { retryPolicy: fastRetries, notice: () => undefined });
  });
  afterEach(() => quay.close());

  it.each([408, 429, 502, 503, 504, "reset", "half"] as const)(
    "that is idempotent is retried after %s",
    async (fault) => {
      for (const call of [get, put]) {
        at.quay.fail("*", fault, { times: 2 });
        await quay.send(call);
        expect(at.requested()).toHaveLength(3);
      }
    },
  );

  it("is abandoned after a few tries", async () => {
    at.quay.fail("*", 503, { times: Number.POSITIVE_INFINITY });
    await expect(quay.send(get)).rejects.toThrow("Quay refused GET /v1/organization/acme: ");
    expect(at.requested()).toHaveLength(1 + fastRetries.tries);
  });

  it.each([502, 503, 504, "reset", "half"] as const)(
    "that creates something is not retried after %s",
    async (fault) => {
      at.quay.fail("*", fault);
      const error = await thrown(quay.send(post));
      expect(error).toBeInstanceOf(QuayError);
      expect(error.ambiguous).toBe(true);
      expect(at.requested()).toHaveLength(1);
    },
  );

  it("that creates something is retried after a rate limit: it was not carried out", async () => {
    at.quay.fail("*", 429);
    await quay.send(post);
    expect(at.requested()).toHaveLength(2);
  });

  it.each([
    ["1", 1000],
    ["Thu, 01 Jan 2026 00:00:02 GMT", 2000],
  ])("waits for the Retry-After, in seconds or as a date (%s)", async (when, milliseconds) => {
    at.quay.fail("*", { status: 429, headers: { "retry-after": when } });
    const now = jest.spyOn(Date, "now").mockReturnValue(Date.UTC(2026, 0));
    const time = new FakeClock();
    const patientQuay = new Quay(settings(), { ...slowly(time), retryPolicy: { ...fastRetries, maxWait: 10_000 } });
    await time.during(patientQuay.send(get), () => time.asleep === 1);
    now.mockRestore();
    await patientQuay.close();
    expect(time.now()).toBe(milliseconds);
    expect(at.requested()).toHaveLength(2);
  });

  it("fails at once when the Retry-After exceeds the time limit, and so do those after it", async () => {
    at.quay.fail("*", { status: 429, headers: { "retry-after": "60" } });
    const hasty = new Quay(settings(), { ...slowly(new FakeClock()), retryPolicy: { ...fastRetries, maxWait: 2_000 } });
    const messages = [(await thrown(hasty.send(get))).message, (await thrown(hasty.send(get))).message];
    await hasty.close();
    for (const message of messages)
      expect(message).toMatch(
        /^Quay refused GET .*: it asks to be left alone for another 60 s \(429\)\. It is waited for 2 s on end at most: run it again then\.$/,
      );
    expect(at.requested()).toHaveLength(1);
  });

  it.each([429, 503])(
    "that is answered %d with a Retry-After of an hour fails at once, and reports the duration",
    async (status) => {
      const hour = new Date(Date.now() + 3_600_000).toUTCString();
      for (const when of ["3600", hour]) {
        at.quay.fail("*", { status, headers: { "retry-after": when } });
        const hasty = new Quay(settings(), slowly(new FakeClock()));
        const { message } = await thrown(hasty.send(get));
        await hasty.close();
        expect(message).toContain(
          `it asks to be left alone for another 60 minutes (${status}). It is waited for 10 minutes on end`,
        );
      }
      expect(at.requested()).toHaveLength(2);
    },
  );

  it("that waits for a Retry-After reports so once", async () => {
    at.quay.fail("*", { status: 429, headers: { "retry-after": "240" } }, { times: 2 });
    const time = new FakeClock();
    const said: string[] = [];
    const quay = new Quay(settings(), { ...slowly(time), notice: (line) => said.push(line) });
    await time.during(quay.send(get), () => time.asleep === 1);
    await quay.close();
    expect(time.now()).toBe(480_000);
    expect(said).toEqual([`Quay at ${at.quay.url} asks to be left alone for 4 minutes; waiting.`]);
  });

  it("in the queue does not wait for a Retry-After beyond the time limit", async () => {
    at.quay.fail("*", { status: 429, headers: { "retry-after": "3600" } }, { times: Number.POSITIVE_INFINITY });
    const time = new FakeClock();
    const line = new HttpChannel({ ...settings(), concurrency: 1 }, time);
    const quay = new Quay(settings(), { channel: line, notice: () => undefined });
    const ends = await Promise.all([1, 2, 3].map(() => thrown(quay.send(get))));
    await quay.close();
    for (const { message } of ends) expect(message).toContain("for another 60 minutes");
    expect(time.now()).toBe(0);
    expect(at.requested().length).toBeLessThan(3);
  });

  it("does not wait for a registry that is read-only", async () => {
    at.quay.registryState = "readonly";
    await expect(quay.send(put)).rejects.toThrow("System is currently read-only");
    expect(at.requested()).toHaveLength(1);
  });
});
