import type { Resource } from "../../provider/lifecycle/resource";
import { resources } from "../../provider/resources";
import type { Harness } from "../harness";
import type { Specimen } from "../kinds/specimen";

/** What is true of texts that act when they change. */
export function triggers(kind: string, { least, renamed, stateOnly }: Specimen, at: Harness): void {
  for (const name of (resources[kind] as Resource).triggers) {
    const text = String(stateOnly?.[name]);
    const writes = () => at.requested().filter((route) => !route.startsWith("GET "));

    it(`does not act on ${name} when it is created, acts when it changes, and not when it is removed`, async () => {
      await at.run(kind).create({ ...least, ...renamed });
      const writesOfCreate = writes();
      const state = await at.run(kind).create({ ...least, [name]: text });
      expect(writes()).toEqual(writesOfCreate);
      expect(state.outputs).toMatchObject({ [name]: text });

      const acted = await at.run(kind).update(state, { ...least, [name]: `${text} again` });
      expect(writes()).toHaveLength(1);
      expect(acted.outputs).toMatchObject({ [name]: `${text} again` });
      expect(await at.run(kind).refresh(acted)).toEqual(acted);

      at.requested();
      await at.run(kind).update(acted, least);
      expect(writes()).toEqual([]);
    });
  }
}
