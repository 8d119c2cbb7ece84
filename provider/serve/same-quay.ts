import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { QuayError } from "../client/errors";
import type { Quay } from "../client/quay";
import type { QuaySettings } from "../config";
import { type Origin, quayName, withoutPort } from "../mould/origin";

/** Milliseconds for which refusals of resources that are asked for at once are counted together. */
const TOGETHER = 200;

const Config = z.looseObject({ config: z.looseObject({ SERVER_HOSTNAME: z.string() }) });

/** Whether the Quay of the settings is the one that the state is of. Refuses what would ask or change another. */
export class SameQuay {
  private refused = 0;
  private said?: Promise<void>;
  private serverName?: Promise<string>;

  constructor(
    private readonly settings: QuaySettings,
    /** Asks without a token. */
    private readonly anonymous: () => Quay,
    private readonly movedFrom = process.env.QUAY_MOVED_FROM,
  ) {}

  /** Throws when the state names another Quay. Asks nobody, so that it can be used in a preview. */
  async demandName(origin: Origin | undefined): Promise<void> {
    if (origin && origin.quay !== quayName(this.settings)) await this.refuse(origin.quay, quayName(this.settings));
  }

  /** The same; and where the name is the same and the address is not, what stands there is asked for its name. */
  async demand(origin: Origin | undefined): Promise<void> {
    await this.demandName(origin);
    if (!origin || origin.host === new URL(this.settings.url).host) return;
    this.serverName ??= this.ask();
    const name = await this.serverName;
    if (name !== origin.quay) await this.refuse(origin.quay, name);
  }

  /** Whether a refresh takes the new name of the same Quay into the state. */
  isMove(origin: Origin | undefined): boolean {
    if (!origin || !this.movedFrom || origin.quay === quayName(this.settings)) return false;
    return origin.quay === withoutPort(this.movedFrom.toLowerCase(), new URL(this.settings.url).protocol);
  }

  private async ask(): Promise<string> {
    const { url } = this.settings;
    const answer = await this.anonymous().send({ method: "GET", path: "/config", repeatable: true });
    const known = Config.safeParse(answer);
    if (!known.success) throw new QuayError(`What stands at ${url} does not tell its name, as a Quay does in /config.`);
    return withoutPort(known.data.config.SERVER_HOSTNAME.toLowerCase(), new URL(url).protocol);
  }

  /** Says it whole once, with how many resources it is about; of the others only that it is about them too. */
  private async refuse(known: string, found: string): Promise<never> {
    this.refused++;
    if (this.said) {
      await this.said;
      throw new Error(`The state is of the Quay ${known}, and this is ${found}.`);
    }
    this.said = sleep(TOGETHER);
    await this.said;
    const many = this.refused === 1 ? "this resource" : `${this.refused} resources`;
    throw new Error(
      `The state has ${many} of the Quay ${known}, and the settings lead to ${found} (${this.settings.url}). Nothing was ` +
        "changed. Set quay:url or QUAY_URL back. If that address leads to the same Quay, set quay:registry to " +
        `${known}. If the Quay has a new name, run QUAY_MOVED_FROM=${known} pulumi refresh --run-program. If it is gone for ` +
        "good, take its resources out of the stack with pulumi state delete. For another Quay use another stack.",
    );
  }
}
