import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Connections } from "../../provider/serve/connections";
import { dynamic } from "../../provider/serve/dynamic";
import { type Face, type Properties, type State, stored, withPlainSecrets } from "./face";

/** The dynamic provider: the same calls as Pulumi's provider process makes. */
export function dynamicFace(kind: string, connections: Connections, config: Record<string, string>): Face {
  const handlers = dynamic(kind, connections);
  void handlers.configure({ config: { get: (key: string) => config[key] } } as never);

  async function read(id: string, props: Properties): Promise<State | undefined> {
    const answer = (await handlers.read(id, props)) as { id?: string; props?: Properties; inputs?: Properties };
    if (!answer.id) return undefined;
    return {
      id: answer.id,
      inputs: withPlainSecrets(throughWireFormat(answer.inputs ?? {})).outputs,
      ...withPlainSecrets(throughWireFormat(answer.props ?? {})),
    };
  }

  return {
    async check(old, program) {
      const checked = await handlers.check(old, throughWireFormat({ __logicalName: "logical", ...program }));
      for (const { property } of checked.failures) expect(property).toBe("");
      return { inputs: withPlainSecrets(throughWireFormat(checked.inputs)).outputs, failures: checked.failures };
    },
    diff: (state, inputs) => handlers.diff(state.id, stored(state), inputs),
    async create(inputs) {
      const { id, outs } = await handlers.create(inputs);
      return { id, inputs, ...withPlainSecrets(throughWireFormat(outs)) };
    },
    refresh: (state) => read(state.id, stored(state)),
    get: async (id) => (await read(id, { __get: true })) as State,
    async update(state, inputs) {
      const { outs } = await handlers.update(state.id, stored(state), inputs);
      return { id: state.id, inputs, ...withPlainSecrets(throughWireFormat(outs)) };
    },
    delete: (state) => handlers.delete(state.id, stored(state)),
  };
}

/** Pulumi's wire format has no undefined, no Date and no class. */
function throughWireFormat(values: Properties): Properties {
  return Struct.fromJavaScript(values as never).toJavaScript() as Properties;
}
