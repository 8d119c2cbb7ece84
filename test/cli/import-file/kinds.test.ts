import { importFile } from "../../../cli/import-file/import-file";
import { resources } from "../../../provider/resources";
import { SECRET, SIGNATURE } from "../../../provider/serve/secrets";
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
      const inFile = Object.entries(least).map(([name, value]) => [
        name,
        resources[kind]?.secrets.includes(name) ? { [SIGNATURE]: SECRET, plaintext: JSON.stringify(value) } : value,
      ]);
      const inputs = expect.objectContaining({ ...Object.fromEntries(inFile), __provider: text });
      expect(file.resources).toEqual([expect.objectContaining({ type, id, inputs })]);
      expect(file.resources[0]?.name).toBeTruthy();
      expect(program).toContain(`new quay.${kind}(`);
    },
  );
});
