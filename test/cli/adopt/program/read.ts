import type { AdoptedNamespace } from "../../../../cli/adopt/program/contract";
import { readNamespace } from "../../../../cli/adopt/read-namespace";
import { namespacesNamed } from "../../../../cli/inventory/namespaces";
import { withQuay } from "../../../../cli/quay-access";
import { type LocalQuay, startQuay } from "../../../../local-quay";

/** Everything in the namespaces that a seed makes, as the command adopt reads it. */
export async function seeded(seed: (quay: LocalQuay) => string[]): Promise<AdoptedNamespace[]> {
  const quay = await startQuay();
  try {
    return await readAll(quay, seed(quay));
  } finally {
    await quay.close();
  }
}

const readAll = (quay: LocalQuay, names: string[]): Promise<AdoptedNamespace[]> =>
  withQuay({ "quay:url": quay.url, "quay:token": quay.token }, async (access, connections) => {
    const namespaces = await namespacesNamed(names, (of) => access.connectionFor(of));
    const read = namespaces.map((each) => readNamespace(each, access, connections, { deep: true }));
    return Promise.all(read);
  });
