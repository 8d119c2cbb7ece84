import * as pulumi from "@pulumi/pulumi";

/** A resource that a program registers with the engine. */
export interface Registered {
  inputs: Record<string, unknown>;
  /** URNs of the resources that each input depends on. */
  from: Record<string, string[]>;
  dependencies: string[];
  deletedWith: string;
  protect: boolean;
  provider: string;
  version: string;
  importId: string;
  aliases: { name?: string; type?: string }[];
}

interface Request {
  getObject(): { toJavaScript(): Record<string, unknown> };
  getPropertydependenciesMap(): { entries(): Iterable<[string, { getUrnsList(): string[] }]> };
  getDependenciesList(): string[];
  getDeletedwith(): string;
  getProtect(): boolean;
  getProvider(): string;
  getVersion(): string;
  getImportid(): string;
  getAliasesList(): { getSpec(): { getName(): string; getType(): string } | undefined }[];
}

type Done = (error: unknown, answer?: { getUrn(): string }) => void;

/** Runs programs without an engine. Outputs of resources are computed from their inputs by `derive`. */
export function withoutEngine(derive: (type: string, inputs: Record<string, unknown>, name: string) => object) {
  const all = new Map<string, Registered>();

  beforeAll(async () => {
    await pulumi.runtime.setMocks(
      {
        newResource: ({ type, name, inputs }) => ({ id: name, state: { ...inputs, ...derive(type, inputs, name) } }),
        call: ({ inputs }) => inputs,
      },
      "story",
      "dev",
    );
    // Mocks receive inputs only: the other fields of a registration are read from the request.
    const monitor = pulumi.runtime.getMonitor() as unknown as { registerResource(request: Request, done: Done): void };
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, done) =>
      register(request, (error, answer) => {
        if (answer) all.set(answer.getUrn(), registered(request));
        done(error, answer);
      });
  });

  return {
    /** All registrations of a program, by URN. */
    async run(program: () => void): Promise<Map<string, Registered>> {
      all.clear();
      program();
      await pulumi.runtime.disconnect();
      return new Map(all);
    },
  };
}

function registered(request: Request): Registered {
  const from = [...request.getPropertydependenciesMap().entries()].map(([name, urns]) => [name, urns.getUrnsList()]);
  return {
    inputs: request.getObject().toJavaScript(),
    from: Object.fromEntries(from),
    dependencies: request.getDependenciesList(),
    deletedWith: request.getDeletedwith(),
    protect: request.getProtect(),
    provider: request.getProvider(),
    version: request.getVersion(),
    importId: request.getImportid(),
    aliases: request.getAliasesList().map((alias) => aliasOf(alias.getSpec())),
  };
}

/** The parts of an alias that are given; the others are those of the resource. */
function aliasOf(spec: { getName(): string; getType(): string } | undefined) {
  const [name, type] = [spec?.getName(), spec?.getType()];
  return { ...(name && { name }), ...(type && { type }) };
}
