import { harness, type State } from "../../harness";

export const ids = (count: number, id: (n: number) => string) => Array.from({ length: count }, (_, n) => id(n));

/** A Quay with the organization acme, in which many objects may be gone. */
export function refreshCounter() {
  beforeAll(() => {
    process.env.QUAY_ACCEPT_LOSS = "true";
  });
  afterAll(() => {
    delete process.env.QUAY_ACCEPT_LOSS;
  });

  const at = harness();
  beforeEach(() => {
    at.quay.store.addOrganization("acme", at.quay.store.user("admin"));
  });
  const acme = () => at.quay.store.organization("acme") as never;

  /** Refreshes these, sixteen at a time, and counts those that are gone and the requests by route. Who deleted them is not asked. */
  async function refresh(
    kind: string,
    ids: string[],
    outputs: Record<string, unknown> = {},
    run = at.run(kind, { "quay:drift": "false" }),
  ) {
    at.requested();
    const waiting = [...ids];
    let gone = 0;
    const work = async () => {
      for (let id = waiting.shift(); id; id = waiting.shift())
        if (!(await run.refresh({ id, inputs: {}, outputs } as State))) gone++;
    };
    await Promise.all(Array.from({ length: 16 }, work));
    const requested: Record<string, number> = {};
    for (const route of at.requested()) requested[route] = (requested[route] ?? 0) + 1;
    return { gone, requested, requests: Object.values(requested).reduce((sum, count) => sum + count, 0) };
  }

  return { at, acme, refresh };
}
