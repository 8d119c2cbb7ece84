import * as quay from "../../../sdk";
import { acmeWithPolicies as acme } from "../../fixtures/acme-policies-blueprint";
import { withoutEngine } from "../registered";
import { refused } from "./refused";

const inside = "urn:pulumi:dev::story::quay:index:OrganizationBlueprint";
const urn = (kind: string, name: string) => `${inside}$pulumi-nodejs:dynamic/quay:${kind}::${name}`;
const organization = urn("Organization", "acme");

const engine = withoutEngine((type, { namespace, name }) => {
  if (type.endsWith(":Robot")) return { fullName: `${namespace}+${name}` };
  return type.endsWith(":Repository") ? { fullName: `${namespace}/${name}` } : {};
});

describe("Policies, quota and notifications of a blueprint", () => {
  it("refer to what they are for, and to teams of the blueprint", async () => {
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", acme));
    const from = (kind: string, name: string) => all.get(urn(kind, name))?.from;
    const [quota, web] = [urn("Quota", "acme/quota"), urn("Repository", "acme/web")];
    expect(from("Quota", "acme/quota")).toMatchObject({ namespace: [organization] });
    expect(from("NamespaceNotification", "acme/Full")).toMatchObject({ namespace: [quota] });
    expect(from("NamespaceNotification", "acme/Nearly full")).toMatchObject({ quay: [urn("Team", "acme/ops")] });
    expect(from("NamespaceAutoPrunePolicy", "acme/autoprune/creation_date")).toMatchObject({
      namespace: [organization],
    });
    expect(from("RepositoryNotification", "acme/web/Pushes")).toMatchObject({ repository: [web] });
    expect(from("RepositoryImmutabilityPolicy", "acme/web/immutability/v\\d+")).toMatchObject({ repository: [web] });
    expect(from("RobotFederation", "acme/ci/federation")).toMatchObject({ robot: [urn("Robot", "acme/ci")] });
  });

  it("are about the organization itself when it has no quota", async () => {
    const notifications = { Full: { event: "quota_error" as const, email: true } };
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", { notifications }));
    expect(all.get(urn("NamespaceNotification", "acme/Full"))?.from).toMatchObject({ namespace: [organization] });
  });

  it("are refused when two policies are one in Quay, or a notification is for a team that it does not have", () => {
    const twice = [{ maxAge: "30d", tagPattern: "^pr-" }, { maxAge: "9d", tagPattern: "^pr-" }, { maxAge: "9d" }];
    const notifications = { Full: { event: "quota_error" as const, quay: { team: "opps" } } };
    const web = {
      immutability: ["v.*", "v.*"],
      notifications: { Push: { event: "repo_push" as const, quay: { team: "x" } } },
    };
    const teams = { ops: {} };
    expect(refused({ teams, autoPrune: twice, notifications, repositories: { web } })).toEqual([
      "OrganizationBlueprint acme:",
      "repositories.web.immutability: v.* stands there twice. Keep one of them.",
      "repositories.web.notifications.Push.quay: the blueprint has no team x; its teams are ops. Declare it in teams. For a team made elsewhere use a resource of its own.",
      "autoPrune: two policies are creation_date:only:^pr-, which Quay can hold once. Keep one of them.",
      "notifications.Full.quay: the blueprint has no team opps; its teams are ops. Declare it in teams. For a team made elsewhere use a resource of its own.",
    ]);
  });

  it("refuse two targets of one notification instead of telling the team alone", async () => {
    const notifications = { Full: { event: "quota_error" as const, quay: { team: "ops", user: "alice" } } };
    const all = await engine.run(() => new quay.OrganizationBlueprint("acme", { teams: { ops: {} }, notifications }));
    expect(all.get(urn("NamespaceNotification", "acme/Full"))?.inputs.quay).toEqual({ team: "ops", user: "alice" });
  });

  it("are refused when a title with a slash makes two notifications one in the stack", () => {
    const push = (title: string) => ({
      notifications: { [title]: { event: "repo_push" as const, quay: { user: "alice" } } },
    });
    const repositories = { web: push("api/Push"), "web/api": push("Push") };
    expect(refused({ repositories })).toEqual([
      "OrganizationBlueprint acme: repositories.web.notifications.api/Push and repositories.web/api.notifications.Push would both be called acme/web/api/Push in the stack. Choose another title.",
    ]);
  });
});
