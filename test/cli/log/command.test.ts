import { type LocalQuay, startQuay } from "../../../local-quay";
import type { LogEntry, Organization } from "../../../local-quay/model";
import { calledBy, callQuay } from "../../call-quay";
import { command } from "../command";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe("pulumi-quay log", () => {
  const cli = command();
  let quay: LocalQuay;
  let acme: Organization;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    acme = quay.store.addOrganization("acme");
  });
  afterAll(() => quay.close());

  const run = (...args: string[]) => cli.run(["log", "acme", ...args], { QUAY_URL: quay.url, QUAY_TOKEN: quay.token });
  const cells = (stdout: string) => stdout.split("\n").flatMap((line) => (line ? [line.split("\t")] : []));
  /** The third column. */
  const objects = async (...args: string[]) =>
    cells((await run(...args)).stdout).flatMap(([, , object]) => object ?? []);
  const as = (user: string) => calledBy(quay, user);
  const repository = (name: string, by = quay) =>
    callQuay(by, "POST /v1/repository", {
      ...{ namespace: "acme", repository: name, visibility: "private", description: "" },
    });
  const team = (name: string, by = quay) => callQuay(by, `PUT /v1/organization/acme/team/${name}`, { role: "member" });
  const last = () => quay.store.log.at(-1) as LogEntry;
  const ago = (milliseconds: number) => new Date(Date.now() - milliseconds);
  const told = (date: Date) => `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;

  it("tells newest first when who did what to which object, with which token and from where", async () => {
    const [first, second, third] = [ago(3 * HOUR), ago(2 * HOUR), ago(HOUR)];
    await team("ops", as("ann"));
    last().date = first;
    await repository("web", as("ben"));
    Object.assign(last(), { date: second, ip: "10.0.0.7", metadata: { repo: "web", namespace: "acme" } });
    await callQuay(as("ann"), "POST /v1/repository/acme/web/changevisibility", { visibility: "public" });
    Object.assign(last(), { date: third, performer: undefined, ip: null });
    const { code, stdout, stderr } = await run();
    expect(cells(stdout)).toEqual([
      [
        ...[told(third), "", "Repository acme/web", "change_repo_visibility", "repo=web visibility=public"],
        ...['token "local"', ""],
      ],
      [told(second), "ben", "Repository acme/web", "create_repo", "repo=web", "", "10.0.0.7"],
      [told(first), "ann", "Team acme/ops", "org_create_team", "team=ops", 'token "local"', "127.0.0.1"],
    ]);
    expect([code, stderr]).toEqual([0, ""]);
  });

  it("names objects by the ids of their kinds, and an entry that is about no kind by a dash", async () => {
    quay.addUser("carol");
    const policy = { method: "number_of_tags", value: 3 };
    const webhook = { url: "https://hooks.example.com/quay" };
    await team("ops");
    await callQuay(quay, "PUT /v1/organization/acme/robots/ci", { description: "" });
    await callQuay(quay, "PUT /v1/organization/acme/team/ops/members/carol");
    await repository("web");
    await callQuay(quay, "PUT /v1/repository/acme/web/permissions/team/ops", { role: "write" });
    await callQuay(quay, "PUT /v1/repository/acme/web/permissions/user/acme+ci", { role: "read" });
    await callQuay(quay, "POST /v1/organization/acme/autoprunepolicy/", policy);
    await callQuay(quay, "POST /v1/repository/acme/web/notification/", {
      ...{ event: "repo_push", method: "webhook", config: webhook, eventConfig: {}, title: "Pushes" },
    });
    const { notification_id } = last().metadata as { notification_id: string };
    quay.push("acme/web", "v1");
    await callQuay(quay, "DELETE /v1/repository/acme/web/tag/v1");
    await callQuay(quay, "POST /v1/organization/acme/applications", { name: "deploy" });
    expect(await objects()).toEqual([
      "-",
      "Tag acme/web:v1",
      `RepositoryNotification acme/web ${notification_id}`,
      "NamespaceAutoPrunePolicy acme:number_of_tags",
      "RepositoryUserPermission acme/web/user/acme+ci",
      "RepositoryTeamPermission acme/web/team/ops",
      "Repository acme/web",
      "TeamMember acme/ops/carol",
      "Robot acme+ci",
      "Team acme/ops",
    ]);
  });

  it("says so when there is nothing", async () => {
    expect(await run()).toEqual({ code: 0, stdout: "Nothing of it in the log.\n", stderr: "" });
  });

  it("--since takes a duration, a date or a moment, and is a day by default", async () => {
    const ages = { hours: 2 * HOUR, yesterday: 30 * HOUR, week: 6 * DAY, month: 20 * DAY };
    for (const [name, age] of Object.entries(ages).reverse()) {
      await team(name);
      last().date = ago(age);
    }
    const within: [string[], string[]][] = [
      [[], ["hours"]],
      [["--since", "90m"], []],
      [
        ["--since", "48h"],
        ["hours", "yesterday"],
      ],
      [
        ["--since", "7d"],
        ["hours", "yesterday", "week"],
      ],
      [
        ["--since", "3w"],
        ["hours", "yesterday", "week", "month"],
      ],
      [
        [
          "--since",
          ago(12 * DAY)
            .toISOString()
            .slice(0, 10),
        ],
        ["hours", "yesterday", "week"],
      ],
      [["--since", ago(29 * HOUR).toISOString()], ["hours"]],
    ];
    for (const [args, names] of within)
      expect([args, await objects(...args)]).toEqual([args, names.map((name) => `Team acme/${name}`)]);
  });

  it.each(["yesterday", "1y", "-1d", "", "2026-1-1", "2026-13-01", "2026-11-28x", "2999-01-01"])(
    "refuses --since %j as wrong usage, without asking Quay",
    async (since) => {
      expect(await run("--since", since)).toEqual({
        ...{ code: 2, stdout: "" },
        stderr: expect.stringContaining(
          "Write 24h, 7d, or a past moment such as 2026-11-28 or 2026-11-28T03:00:00Z.\nTry it with --help.",
        ),
      });
      expect(quay.requests).toEqual([]);
    },
  );

  it("--who tells only what that person or robot did", async () => {
    await team("ops", as("ann"));
    await team("web", as("ben"));
    await team("night", as("ann"));
    last().performer = quay.store.addRobot(acme, "ci");
    expect(await objects("--who", "ann")).toEqual(["Team acme/ops"]);
    expect(await objects("--who", "acme+ci")).toEqual(["Team acme/night"]);
    expect(await objects("--who", "admin")).toEqual([]);
  });

  it("--who somebody whom Quay does not know says that, as Quay only says that it failed", async () => {
    await team("ops");
    expect(await run("--who", "nobody")).toEqual({
      ...{ code: 1, stdout: "" },
      stderr: expect.stringMatching(
        /^Quay has no log of nobody: there is no such user or robot, or it failed\. .* 500 Internal Server Error\.$/m,
      ),
    });
  });

  describe("--object", () => {
    beforeEach(async () => {
      for (const name of ["web", "web2"]) {
        quay.push(`acme/${name}`, "v1");
        quay.push(`acme/${name}`, "v10");
        for (const tag of ["v1", "v10"]) await callQuay(quay, `DELETE /v1/repository/acme/${name}/tag/${tag}`);
        await callQuay(quay, `POST /v1/repository/acme/${name}/changevisibility`, { visibility: "public" });
        await team(name);
        await callQuay(quay, `PUT /v1/repository/acme/${name}/permissions/team/${name}`, { role: "read" });
      }
      for (const name of ["ci", "ci2"])
        await callQuay(quay, `PUT /v1/organization/acme/robots/${name}`, { description: "" });
    });

    const grant = "RepositoryTeamPermission acme/web/team/web";
    const tags = ["Tag acme/web:v10", "Tag acme/web:v1"];
    it.each<[string, string[]]>([
      ["acme/web", [grant, "Team acme/web", "Repository acme/web", ...tags]],
      ["Repository acme/web", ["Repository acme/web"]],
      ["Team acme/web", ["Team acme/web"]],
      ["Tag acme/web", tags],
      ["acme/web:v1", ["Tag acme/web:v1"]],
      ["Tag acme/web:v10", ["Tag acme/web:v10"]],
      [grant, [grant]],
      ["acme+ci", ["Robot acme+ci"]],
      ["Robot acme", ["Robot acme+ci2", "Robot acme+ci"]],
    ])("%s is about that and what is in it, and not about what only begins like it", async (object, found) => {
      expect(await objects("--object", object)).toEqual(found);
    });

    it.each(["acme/we", "web", "Tag acme/web2:v", "Tags acme/web", "Repository acme/web:v1"])(
      "%s, which is none, finds nothing",
      async (object) => {
        expect(await run("--object", object)).toEqual({ code: 0, stdout: "Nothing of it in the log.\n", stderr: "" });
      },
    );

    it("is searched in all that somebody did, with --who", async () => {
      await callQuay(as("ann"), "POST /v1/repository/acme/web/changevisibility", { visibility: "private" });
      await callQuay(as("ann"), "POST /v1/repository/acme/web2/changevisibility", { visibility: "private" });
      expect(await objects("--object", "acme/web", "--who", "ann")).toEqual(["Repository acme/web"]);
    });
  });
});
