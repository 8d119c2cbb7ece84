import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";

/** The key and certificate of a TLS server, and the certificate authority that clients have to trust, as PEM. */
export interface Certificates {
  key: string;
  cert: string;
  caCertificate: string;
}

const DAY = 24 * 60 * 60 * 1000;

/** Creates a certificate authority, whose key is discarded, and a certificate for these hosts. */
export function certificates(hosts: string[]): Certificates {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = distinguishedName("Local Quay test authority");
  const caCertificate = certificate(authority.privateKey, issuer, issuer, authority.publicKey, [
    extension("2.5.29.19", sequence(tlv(0x01, Buffer.of(0xff)))), // basic constraints: a certificate authority
    extension("2.5.29.15", tlv(0x03, Buffer.of(0x02, 0x04))), // key usage: signing certificates
  ]);
  const cert = certificate(authority.privateKey, issuer, distinguishedName("Local Quay"), server.publicKey, [
    extension("2.5.29.17", sequence(...hosts.map(host))),
    extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"))), // extended key usage: TLS servers
  ]);
  return { key: String(server.privateKey.export({ type: "pkcs8", format: "pem" })), cert, caCertificate };
}

function certificate(signer: KeyObject, issuer: Buffer, subject: Buffer, key: KeyObject, extensions: Buffer[]): string {
  const algorithm = sequence(oid("1.2.840.10045.4.3.2")); // ECDSA with SHA-256
  const signed = sequence(
    tlv(0xa0, tlv(0x02, Buffer.of(2))), // version 3
    tlv(0x02, Buffer.concat([Buffer.of(0x01), randomBytes(8)])),
    algorithm,
    issuer,
    sequence(time(Date.now() - DAY), time(Date.now() + 365 * DAY)),
    subject,
    key.export({ type: "spki", format: "der" }),
    tlv(0xa3, sequence(...extensions)),
  );
  const signature = tlv(0x03, Buffer.of(0), sign("sha256", signed, signer));
  const lines = sequence(signed, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n").trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** One value in DER, the binary form of X.509: a tag, a length, the contents. */
function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const contents = Buffer.concat(parts);
  const { length } = contents;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), contents]);
}

const sequence = (...parts: Buffer[]) => tlv(0x30, ...parts);

const distinguishedName = (name: string) => sequence(tlv(0x31, sequence(oid("2.5.4.3"), tlv(0x0c, Buffer.from(name)))));

const extension = (id: string, value: Buffer) => sequence(oid(id), tlv(0x01, Buffer.of(0xff)), tlv(0x04, value));

/** A UTCTime such as 251122033140Z, which is valid until 2050. */
const time = (moment: number) =>
  tlv(0x17, Buffer.from(`${new Date(moment).toISOString().replace(/\D/g, "").slice(2, 14)}Z`));

function host(name: string): Buffer {
  if (isIP(name) === 4) return tlv(0x87, Buffer.from(name.split(".").map(Number)));
  if (name === "::1") return tlv(0x87, Buffer.concat([Buffer.alloc(15), Buffer.of(1)]));
  return tlv(0x82, Buffer.from(name));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  return tlv(0x06, Buffer.from([40 * first + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
