import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { nativeTypeOf, stored, typeOf } from "../provider/serve/stored";
import type { Engine } from "../tools/engine";
import { packageRoot } from "../tools/engine/package-root";
import { residentMemory } from "./process-usage";
import type { QuayProcess } from "./quay-process";

/** What the engine starts, and a team as it is registered with it. */
const providers = {
  dynamic: {
    script: ({ bin }: Engine) => join(bin, "pulumi-resource-pulumi-nodejs"),
    type: typeOf("Team"),
    team: { organization: "acme", __provider: stored("Team"), __logicalName: "ops" },
  },
  native: {
    script: () => join(packageRoot(), "plugin", "pulumi-resource-quay"),
    type: nativeTypeOf("Team"),
    team: { organization: "acme" },
  },
};

/** Starts the provider as the engine does, lets it check a team, and ends it. */
export async function measureStart(
  engine: Engine,
  face: keyof typeof providers,
  { at }: QuayProcess,
): Promise<{ start: number; memory?: number }> {
  const { script, type, team } = providers[face];
  // What the provider takes for its engine.
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = `127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const began = performance.now();
  const child = spawn(script(engine), [address], {
    cwd: packageRoot(),
    env: {
      ...process.env,
      QUAY_URL: at.url,
      QUAY_TOKEN: at.token,
      PATH: [engine.bin, process.env.PATH].join(delimiter),
    },
    stdio: ["ignore", "pipe", "inherit"],
    // A group of its own: the dynamic provider is a shell that starts Node.
    detached: true,
  });
  try {
    await firstCheck(await portOf(child), address, type, team);
    return { start: (performance.now() - began) / 1000, memory: residentMemory(child.pid) };
  } finally {
    if (child.pid) process.kill(-child.pid, "SIGKILL");
    listener.close();
  }
}

async function portOf({ stdout }: ChildProcess): Promise<number> {
  if (stdout) for await (const line of createInterface({ input: stdout })) return Number(line);
  throw new Error("The provider ended before it listened.");
}

async function firstCheck(port: number, engine: string, type: string, team: Record<string, string>): Promise<void> {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const none = () => Struct.fromJavaScript({});
  const check = new CheckRequest().setUrn(`urn:pulumi:bench::bench::${type}::ops`).setName("ops");
  try {
    // The server of dynamic providers has no handshake, which the engine accepts.
    await new Promise((resolve) => {
      client.handshake(new ProviderHandshakeRequest().setEngineAddress(engine), resolve);
    });
    await new Promise<void>((resolve, reject) => {
      client.configure(new ConfigureRequest().setArgs(none()), (error) => (error ? reject(error) : resolve()));
    });
    const answer = await new Promise<CheckResponse>((resolve, reject) => {
      client.check(check.setOlds(none()).setNews(Struct.fromJavaScript(team)), (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
    const [failure] = answer.getFailuresList();
    if (failure) throw new Error(`The provider found a fault in a team: ${failure.getReason()}`);
  } finally {
    client.close();
  }
}
