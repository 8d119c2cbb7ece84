import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { QuayError } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { QuaySettings } from "../quay/settings";
import { isNamed, normalizedHost, type Origin, quayName } from "./origin";
import type { KnownQuay } from "./state-entries";

/** Milliseconds during which refusals are counted for a single message. */
const COUNTING_WINDOW = 200;

const Config = z.looseObject({ config: z.looseObject({ SERVER_HOSTNAME: z.string().min(1) }) });

/** Checks that the Quay in the settings is the one that the state comes from, before it is read or changed. */
export class OriginCheck {
  private refused = 0;
  private explained?: Promise<void>;
  private serverName?: Promise<string>;

  constructor(
    private readonly settings: QuaySettings,
    /** A client without a token, so that an unknown server does not receive it. */
    private readonly anonymous: (url: string) => Quay,
    private readonly movedFrom = process.env.QUAY_MOVED_FROM,
  ) {}

  /** The Quay's own name from /config, read once; undefined when the URL already has the registry's name, or on failure. */
  async server(): Promise<string | undefined> {
    if (isNamed(this.settings)) return undefined;
    this.serverName ??= this.readServerName();
    return this.serverName.catch(() => undefined);
  }

  /** Throws when the state names another Quay. It sends no request, so it works in a preview. */
  async requireName(origin: Origin | undefined): Promise<void> {
    const name = quayName(this.settings);
    if (origin && origin.quay !== name) await this.refuse(origin.quay, name);
  }

  /** The same; and when the URL differs from the registry's name, the server's own name has to match too. */
  async requireOrigin(origin: Origin | undefined): Promise<void> {
    await this.requireName(origin);
    const server = origin && (await this.server());
    if (server && !this.isOf(origin, server)) await this.refuse(origin.quay, server);
    // The state has the server's own name, so a failure to read it now is an error.
    if (origin?.server && !server) await this.serverName;
  }

  /** Whether QUAY_MOVED_FROM allows a refresh to write the Quay's new name into the state. */
  async isMove(origin: Origin | undefined): Promise<boolean> {
    if (!origin || !this.movedFrom || normalizedHost(this.movedFrom) !== origin.quay) return false;
    if (origin.quay !== quayName(this.settings)) return true;
    const server = await this.server();
    return server !== undefined && !this.isOf(origin, server);
  }

  private isOf({ quay, server = quay }: Origin, found: string): boolean {
    return found === server || found === quay;
  }

  /** Whether another provider of the program uses this same Quay under another URL. */
  async isSameQuay({ quay, url }: KnownQuay): Promise<boolean> {
    if (quay === quayName(this.settings)) return true;
    this.serverName ??= this.readServerName();
    const [here, there] = await Promise.all([this.serverName, this.readServerName(url)]);
    return here === there;
  }

  private async readServerName(url = this.settings.url): Promise<string> {
    const answer = await this.anonymous(url).send({ method: "GET", path: "/config", repeatable: true });
    const known = Config.safeParse(answer);
    if (known.success) return normalizedHost(known.data.config.SERVER_HOSTNAME);
    throw new QuayError(`What stands at ${url} does not tell its name, as a Quay does in /config.`);
  }

  /** The first refusal carries the full explanation and the number of resources; the others are short. */
  private async refuse(known: string, found: string): Promise<never> {
    this.refused++;
    if (this.explained) {
      await this.explained;
      throw new Error(`The state is of the Quay ${known}, and this is ${found}.`);
    }
    this.explained = sleep(COUNTING_WINDOW);
    await this.explained;
    const many = this.refused === 1 ? "this resource" : `${this.refused} resources`;
    const sameName = quayName(this.settings) === known;
    throw new Error(
      `The state has ${many} of the Quay ${known}, and the settings lead to ${found} (${this.settings.url}). Nothing was ` +
        "changed. Set quay:url, QUAY_URL or quay:registry back. " +
        (sameName ? "" : `If that address leads to the same Quay, set quay:registry to ${known}. `) +
        `If the Quay has a new name, run QUAY_MOVED_FROM=${known} pulumi refresh --run-program. If it is gone for ` +
        "good, take its resources out of the stack with pulumi state delete. For another Quay use another stack, or remove the " +
        "resource, run pulumi up, and declare it there." +
        (this.movedFrom && normalizedHost(this.movedFrom) !== known
          ? ` QUAY_MOVED_FROM is ${this.movedFrom}, which is not that name.`
          : ""),
    );
  }
}
