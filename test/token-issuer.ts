import { generateKeyPairSync, type KeyObject, randomUUID, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { certificates } from "../local-quay/certificates";

/** Claims besides, or instead of, those that every token has; undefined leaves one out. */
type Claims = Record<string, unknown>;

interface Signing {
  key?: KeyObject;
  header?: Record<string, unknown>;
}

/** An issuer of identity tokens as GitHub, GitLab and Kubernetes are: it publishes its keys, and signs. */
export class TokenIssuer {
  private readonly keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  private readonly kid = randomUUID();
  private readonly server: Server;
  /** What clients have to trust, as PEM. */
  readonly caCertificate: string;
  /** Documents that were read. */
  readonly requested: string[] = [];
  /** What it calls itself in its discovery document; its address unless set. */
  calledItself?: string;
  url = "";

  constructor(private readonly path = "") {
    const { caCertificate, ...own } = certificates(["localhost"]);
    this.caCertificate = caCertificate;
    this.server = createServer(own, ({ url = "" }, answer) => {
      this.requested.push(url);
      const document = this.documents()[url];
      answer.writeHead(document ? 200 : 404).end(JSON.stringify(document));
    });
  }

  async listen(): Promise<this> {
    this.server.listen(0, "localhost");
    await once(this.server, "listening");
    this.url = `https://localhost:${(this.server.address() as AddressInfo).port}${this.path}`;
    return this;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** A token for a workload, good for five minutes. */
  token(subject: string, claims: Claims = {}, { key = this.keys.privateKey, header = {} }: Signing = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: this.url, sub: subject, aud: "quay", iat: now, exp: now + 300, ...claims };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const signed = `${part({ alg: "RS256", typ: "JWT", kid: this.kid, ...header })}.${part(all)}`;
    return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
  }

  private documents(): Record<string, object> {
    const jwk = { ...this.keys.publicKey.export({ format: "jwk" }), kid: this.kid, use: "sig", alg: "RS256" };
    return {
      [`${this.path}/.well-known/openid-configuration`]: {
        issuer: this.calledItself ?? this.url,
        jwks_uri: `${this.url}/keys`,
        id_token_signing_alg_values_supported: ["RS256"],
      },
      [`${this.path}/keys`]: { keys: [{ kty: "EC", kid: "another" }, jwk] },
    };
  }
}
