import { Document, isCollection, isMap, isScalar, type Scalar, stringify } from "yaml";

const WIDTH = 80;

/** The maps of an organization whose entries each begin a line. */
const MAPS = ["teams", "robots", "repositories"];

/** Organizations as YAML: what fits on a line stands on one, as a person would write it. */
export function tidyYaml(organizations: object): string {
  const document = new Document(organizations, { aliasDuplicateObjects: false });
  if (isMap<Scalar, unknown>(document.contents)) {
    for (const [index, { key, value }] of document.contents.items.entries()) {
      key.spaceBefore = index > 0;
      setStyles(value, 2);
    }
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function setStyles(node: unknown, indent: number): void {
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : "";
    if (!isCollection(value)) continue;
    const isBlock = indent === 2 && MAPS.includes(name);
    const inline = stringify(value.toJSON(), { collectionStyle: "flow", lineWidth: 0 }).trim();
    value.flow = !isBlock && !inline.includes("\n") && indent + name.length + 2 + inline.length <= WIDTH;
    if (!value.flow) setStyles(value, indent + 2);
  }
}
