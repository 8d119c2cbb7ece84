import { main, type Provider } from "@pulumi/pulumi/provider";
import { OrganizationBlueprint } from "../sdk/native";

const components: Provider = {
  async construct(name, type, inputs, options) {
    if (type !== "quay:index:OrganizationBlueprint")
      throw new Error(`This version of pulumi-quay has no component ${type}.`);
    const made = new OrganizationBlueprint(name, inputs, options);
    const { urn, images, pullSecrets, organization, teams, robots, repositories } = made;
    return { urn, state: { name: made.name, images, pullSecrets, organization, teams, robots, repositories } };
  },
};

/** Starts Pulumi's server for components and returns its port, which that server prints for an engine to read. */
export function serveComponents(engine: string): Promise<number> {
  const { log } = console;
  return new Promise((resolve, reject) => {
    console.log = (...texts: unknown[]) => {
      if (!/^\d+$/.test(String(texts[0]))) return log(...texts);
      console.log = log;
      resolve(Number(texts[0]));
    };
    main(components, [engine]).catch(reject);
  });
}
