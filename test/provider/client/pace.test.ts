import { Pace } from "../../../provider/client/pace";

jest.mock("node:timers/promises", () => ({
  setTimeout: (milliseconds: number) => new Promise<void>((go) => setTimeout(go, milliseconds)),
}));

const wait = (milliseconds: number) => new Promise<void>((go) => setTimeout(go, milliseconds));

/** What counts as nginx does: so many requests a second, so many more at once, 40 ms away. */
class Bucket {
  taken = 0;
  refused = 0;
  private excess = 0;
  private at = performance.now();

  constructor(
    private readonly rate: number,
    private readonly burst: number,
  ) {}

  async ask(): Promise<boolean> {
    await wait(20);
    const now = performance.now();
    const excess = Math.max(this.excess - (this.rate * (now - this.at)) / 1000, 0) + 1;
    const takes = excess <= this.burst + 1;
    if (takes) Object.assign(this, { excess, at: now, taken: this.taken + 1 });
    else this.refused++;
    await wait(20);
    return takes;
  }
}

/** Asks through the pace until Quay takes it. */
async function ask(pace: Pace, bucket: Bucket, retryAfter?: number): Promise<void> {
  while (!(await pace.turn(() => bucket.ask()))) pace.refused(retryAfter);
  pace.accepted();
}

/** As fast as it goes, for so many seconds. */
async function busy(pace: Pace, bucket: Bucket, seconds: number, retryAfter?: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  const worker = async () => {
    while (performance.now() < end) await ask(pace, bucket, retryAfter);
  };
  const done = Promise.all(Array.from({ length: 16 }, worker));
  await jest.advanceTimersByTimeAsync((seconds + 30) * 1000);
  await done;
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe("The pace", () => {
  it.each([
    [5, 25],
    [50, 100],
    [200, 20],
  ])("uses nearly all of %i requests a second, and asks for little more", async (rate, burst) => {
    const [pace, bucket] = [new Pace(16), new Bucket(rate, burst)];
    await busy(pace, bucket, 60);
    expect(bucket.taken).toBeGreaterThan(0.9 * (60 * rate + burst));
    expect(bucket.refused).toBeLessThan(0.3 * bucket.taken);
  });

  it("does not forget what Quay allows while less is asked than that", async () => {
    const [pace, bucket] = [new Pace(16), new Bucket(5, 25)];
    await busy(pace, bucket, 20);
    for (let count = 0; count < 240; count++) {
      void ask(pace, bucket);
      await jest.advanceTimersByTimeAsync(250);
    }
    const { taken, refused } = bucket;
    await busy(pace, bucket, 20);
    expect(bucket.taken - taken).toBeGreaterThan(0.9 * 20 * 5);
    expect(bucket.refused - refused).toBeLessThan(100);
  });

  it.each([1, 2, 5])(
    "keeps still for the %i s that Quay asks for, and does not take that for leave to hurry",
    async (s) => {
      const [pace, bucket] = [new Pace(16), new Bucket(5, 25)];
      await busy(pace, bucket, 300, s * 1000);
      expect(bucket.taken).toBeGreaterThan(0.9 * 300 * 5);
      expect(bucket.refused).toBeLessThan(300);
    },
  );

  it("learns that Quay allows more than before", async () => {
    const pace = new Pace(16);
    await busy(pace, new Bucket(5, 25), 30);
    const faster = new Bucket(100, 100);
    await busy(pace, faster, 30);
    expect(faster.taken).toBeGreaterThan(0.6 * 30 * 100);
  });

  it("does not mind that the clock of the machine is set back", async () => {
    const [pace, bucket] = [new Pace(16), new Bucket(5, 25)];
    await busy(pace, bucket, 10);
    jest.setSystemTime(Date.now() - 3_600_000);
    const { taken } = bucket;
    await busy(pace, bucket, 10);
    expect(bucket.taken - taken).toBeGreaterThan(0.9 * 10 * 5);
  });
});
