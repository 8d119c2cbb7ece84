import { importFile } from "../../../cli/import-file/import-file";
import contracts from "../../fixtures/contracts.json";
import { harness } from "../../harness";
import { prepare, specimenOf, specimens } from "../../kinds";

describe("The import file", () => {
  const at = harness();

  it.each(Object.keys(specimens))(
    "contains %s as its program declares it, with the text that states contain",
    async (kind) => {
      await prepare(at.quay, kind);
      const { least } = specimenOf(kind);
      const { id } = await at.run(kind).create(least);
      const settings = { "quay:url": at.quay.url, "quay:token": at.quay.token };
      const { file, program } = await importFile({ resources: [kind, id], settings });
      const { text, type } = contracts[kind as keyof typeof contracts];
      expect(file.resources).toEqual([
        expect.objectContaining({ type, id, inputs: expect.objectContaining({ ...least, __provider: text }) }),
      ]);
      expect(program).toContain(`new quay.${kind}(`);
    },
  );
});
