import type { Harness } from "../harness";
import type { Specimen } from "../kinds/specimen";

/** What Quay answers with an error page, or accepts and can never be meant, is refused before anything is sent. */
export function refused(kind: string, { least, refused = [] }: Specimen, at: Harness): void {
  for (const [given, reason] of refused)
    it(`refuses ${JSON.stringify(given)} at check, and sends nothing`, async () => {
      const { failures } = await at.run(kind).check(without({ ...least, ...given }));
      expect(failures.map(({ reason }) => reason).join("\n")).toMatch(reason);
      await expect(at.run(kind).create(without({ ...least, ...given }))).rejects.toThrow();
      expect(at.requested()).toEqual([]);
    });
}

/** Null stands for a required input that is left out. */
const without = (given: object) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
