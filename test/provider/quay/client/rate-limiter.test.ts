import { RateLimiter } from "../../../../provider/quay/client/rate-limiter";
import { FakeClock } from "./fake-clock";

let time: FakeClock;
let pace: RateLimiter;
beforeEach(() => {
  time = new FakeClock();
  pace = new RateLimiter(16, time);
});

/** Counts as nginx does: a rate per second and a burst, with a latency of 40 ms. */
class Bucket {
  taken = 0;
  refused = 0;
  private excess = 0;
  private at = time.now();

  constructor(
    private readonly rate: number,
    private readonly burst: number,
  ) {}

  async ask(): Promise<boolean> {
    await time.sleep(20);
    const now = time.now();
    const excess = Math.max(this.excess - (this.rate * (now - this.at)) / 1000, 0) + 1;
    const takes = excess <= this.burst + 1;
    if (takes) Object.assign(this, { excess, at: now, taken: this.taken + 1 });
    else this.refused++;
    await time.sleep(20);
    return takes;
  }
}

/** Sends through the rate limiter until Quay accepts it. */
async function ask(bucket: Bucket, retryAfter?: number): Promise<void> {
  while (!(await pace.schedule(() => bucket.ask()))) pace.refused(retryAfter);
  pace.accepted();
}

/** Sends as fast as possible, for a number of seconds. */
async function busy(bucket: Bucket, seconds: number, retryAfter?: number): Promise<void> {
  const end = time.now() + seconds * 1000;
  const worker = async () => {
    while (time.now() < end) await ask(bucket, retryAfter);
  };
  await time.during(Promise.all(Array.from({ length: 16 }, worker)));
}

describe("The rate limiter", () => {
  it.each([
    [5, 25],
    [50, 100],
    [200, 20],
  ])("uses nearly all of %i requests a second, with few refusals", async (rate, burst) => {
    const bucket = new Bucket(rate, burst);
    await busy(bucket, 60);
    expect(bucket.taken).toBeGreaterThan(0.9 * (60 * rate + burst));
    expect(bucket.refused).toBeLessThan(0.3 * bucket.taken);
  });

  it("remembers the limit while fewer requests are sent", async () => {
    const bucket = new Bucket(5, 25);
    await busy(bucket, 20);
    for (let count = 0; count < 240; count++) {
      void ask(bucket);
      await time.during(time.sleep(250));
    }
    const { taken, refused } = bucket;
    await busy(bucket, 20);
    expect(bucket.taken - taken).toBeGreaterThan(0.9 * 20 * 5);
    expect(bucket.refused - refused).toBeLessThan(100);
  });

  it.each([1, 2, 5])("pauses for the %i s of a Retry-After, and does not raise the rate after it", async (s) => {
    const bucket = new Bucket(5, 25);
    await busy(bucket, 300, s * 1000);
    expect(bucket.taken).toBeGreaterThan(0.9 * 300 * 5);
    expect(bucket.refused).toBeLessThan(300);
  });

  it("discovers a raised limit", async () => {
    await busy(new Bucket(5, 25), 30);
    const faster = new Bucket(100, 100);
    await busy(faster, 30);
    expect(faster.taken).toBeGreaterThan(0.6 * 30 * 100);
  });

  it("is not affected when the system clock is set back", async () => {
    const pace = new RateLimiter(16);
    pace.refused(50);
    const set = jest.spyOn(Date, "now").mockReturnValue(Date.now() - 3_600_000);
    expect(pace.blockedFor).toBeLessThanOrEqual(50);
    await pace.schedule(async () => undefined);
    expect(pace.blockedFor).toBe(0);
    set.mockRestore();
  });
});
