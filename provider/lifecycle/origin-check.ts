import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { QuayError } from "../quay/client/errors";
import type { Quay } from "../quay/client/quay";
import type { QuaySettings } from "../quay/settings";
import { isNamed, normal, type Origin, quayName } from "./origin";
import type { Known } from "./state-entries";

/** Milliseconds for which refusals of resources that are asked for at once are counted together. */
const TOGETHER = 200;

const Config = z.looseObject({ config: z.looseObject({ SERVER_HOSTNAME: z.string().min(1) }) });

/** Whether the Quay of the settings is the one that the state is of. Refuses what would ask or change another. */
export class OriginCheck {
  private refused = 0;
  private said?: Promise<void>;
  private answer?: Promise<string>;

  constructor(
    private readonly settings: QuaySettings,
    /** Asks without a token. */
    private readonly anonymous: (url: string) => Quay,
    private readonly movedFrom = process.env.QUAY_MOVED_FROM,
  ) {}

  /** What the Quay calls itself, asked once; nothing where its address is its name, or where it does not say. */
  async server(): Promise<string | undefined> {
    if (isNamed(this.settings)) return undefined;
    this.answer ??= this.ask();
    return this.answer.catch(() => undefined);
  }

  /** Throws when the state names another Quay. Asks nobody, so that it can be used in a preview. */
  async demandName(origin: Origin | undefined): Promise<void> {
    const name = quayName(this.settings);
    if (origin && origin.quay !== name) await this.refuse(origin.quay, name);
  }

  /** The same; and where the address is not the name, what stands there is asked for its own. */
  async demand(origin: Origin | undefined): Promise<void> {
    await this.demandName(origin);
    const server = origin && (await this.server());
    if (server && !this.isOf(origin, server)) await this.refuse(origin.quay, server);
    // What told its name before has to tell it again.
    if (origin?.server && !server) await this.answer;
  }

  /** Whether a refresh takes the new name of the same Quay into the state. */
  async isMove(origin: Origin | undefined): Promise<boolean> {
    if (!origin || !this.movedFrom || normal(this.movedFrom) !== origin.quay) return false;
    if (origin.quay !== quayName(this.settings)) return true;
    const server = await this.server();
    return server !== undefined && !this.isOf(origin, server);
  }

  private isOf({ quay, server = quay }: Origin, found: string): boolean {
    return found === server || found === quay;
  }

  /** Whether what another provider of the program knows is this Quay at another address. */
  async isAlso({ quay, url }: Known): Promise<boolean> {
    if (quay === quayName(this.settings)) return true;
    this.answer ??= this.ask();
    const [here, there] = await Promise.all([this.answer, this.ask(url)]);
    return here === there;
  }

  private async ask(url = this.settings.url): Promise<string> {
    const answer = await this.anonymous(url).send({ method: "GET", path: "/config", repeatable: true });
    const known = Config.safeParse(answer);
    if (known.success) return normal(known.data.config.SERVER_HOSTNAME);
    throw new QuayError(`What stands at ${url} does not tell its name, as a Quay does in /config.`);
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
    const sameName = quayName(this.settings) === known;
    throw new Error(
      `The state has ${many} of the Quay ${known}, and the settings lead to ${found} (${this.settings.url}). Nothing was ` +
        "changed. Set quay:url, QUAY_URL or quay:registry back. " +
        (sameName ? "" : `If that address leads to the same Quay, set quay:registry to ${known}. `) +
        `If the Quay has a new name, run QUAY_MOVED_FROM=${known} pulumi refresh --run-program. If it is gone for ` +
        "good, take its resources out of the stack with pulumi state delete. For another Quay use another stack, or remove the " +
        "resource, run pulumi up, and declare it there." +
        (this.movedFrom && normal(this.movedFrom) !== known
          ? ` QUAY_MOVED_FROM is ${this.movedFrom}, which is not that name.`
          : ""),
    );
  }
}
