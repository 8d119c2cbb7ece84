import { MassDeletionGuard } from "../../../provider/lifecycle/mass-deletion";

/** A refresh as the engine does it: a number of concurrent reads, the next when one is done. Returns the dropped resources. */
async function refresh(losses: MassDeletionGuard, there: boolean[], { atOnce = 8, harmless = false } = {}) {
  const dropped: number[] = [];
  const failed: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < there.length && failed.length === 0) {
      const index = next++;
      const read = async () => (there[index] ? "there" : undefined);
      try {
        if ((await losses.judge(harmless, read)) === undefined) dropped.push(index);
      } catch (error) {
        failed.push((error as Error).message);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { dropped, failed };
}

const gone = (many: number) => new Array<boolean>(many).fill(false);

describe("A refresh that finds everything gone", () => {
  beforeEach(() => {
    process.env.PULUMI_PARALLEL = "8";
  });
  afterEach(() => {
    delete process.env.PULUMI_PARALLEL;
  });

  it("drops nothing at all, where the engine reads eight at once, and says how to proceed", async () => {
    const { dropped, failed } = await refresh(new MassDeletionGuard(5), gone(30));
    expect(dropped).toEqual([]);
    expect(failed[0]).toContain("QUAY_ACCEPT_LOSS=true");
  });

  it("drops nothing where the engine reads more at once than assumed", async () => {
    expect((await refresh(new MassDeletionGuard(5), gone(40), { atOnce: 40 })).dropped).toEqual([]);
  });

  it("reports how many they are", async () => {
    const { failed } = await refresh(new MassDeletionGuard(5), gone(25), { atOnce: 25 });
    expect(failed[0]).toContain("Of the 25 resources that this refresh has asked for so far, Quay holds none");
  });

  it("stops before it dropped twenty, where the engine reads fewer at once than assumed", async () => {
    for (const atOnce of [1, 2, 4]) {
      const { dropped, failed } = await refresh(new MassDeletionGuard(5), gone(40), { atOnce });
      expect(dropped.length).toBeLessThan(20);
      expect(failed.length).toBeGreaterThan(0);
    }
  });

  it("drops only the organization that all others wait for, where the program runs as well", async () => {
    const losses = new MassDeletionGuard(5);
    expect(await losses.judge(false, async () => undefined)).toBeUndefined();
    expect((await refresh(losses, gone(40))).dropped).toEqual([]);
  });

  it("first drops what can be recreated without loss, and still stops at twenty", async () => {
    const { dropped, failed } = await refresh(new MassDeletionGuard(5), gone(40), { harmless: true });
    expect(dropped.length).toBeLessThan(20);
    expect(failed.length).toBeGreaterThan(0);
  });

  it("drops all of it when the user confirms it", async () => {
    expect((await refresh(new MassDeletionGuard(5, true), gone(30))).dropped).toHaveLength(30);
  });
});

describe("A refresh that finds many resources gone", () => {
  it.each([0, 7, 8, 20, 29])("drops them when one resource exists, the one at %d of thirty", async (place) => {
    const there = gone(30);
    there[place] = true;
    const { dropped, failed } = await refresh(new MassDeletionGuard(5), there, { atOnce: 31 });
    expect(failed).toEqual([]);
    expect(dropped).toHaveLength(29);
  });

  it("drops all when there are fewer than twenty", async () => {
    for (const many of [1, 7, 19]) {
      const { dropped, failed } = await refresh(new MassDeletionGuard(5), gone(many), { atOnce: 20 });
      expect(failed).toEqual([]);
      expect(dropped).toHaveLength(many);
    }
  });

  it("drops all of nineteen that can be recreated, where the engine reads eight at once", async () => {
    process.env.PULUMI_PARALLEL = "8";
    const { dropped, failed } = await refresh(new MassDeletionGuard(5), gone(19), { harmless: true });
    delete process.env.PULUMI_PARALLEL;
    expect(failed).toEqual([]);
    expect(dropped).toHaveLength(19);
  });
});
