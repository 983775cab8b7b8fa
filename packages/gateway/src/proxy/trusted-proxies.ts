import { BlockList, isIP, isIPv6 } from "node:net";
import { GatewayOptionError } from "../errors.js";
import { plainAddress } from "./plain-address.js";

/** The proxies in front of the gateway whose word about their clients counts. */
export class TrustedProxies {
  readonly #addresses = new BlockList();
  readonly #any: boolean;

  /**
   * @param addresses such as `10.1.2.3`, `10.0.0.0/8`, `::1`
   * @throws {GatewayOptionError} naming the one that is no address
   */
  constructor(addresses: readonly string[]) {
    this.#any = addresses.length > 0;
    for (const address of addresses) this.#add(address);
  }

  /** True for the address of such a proxy, as Node gives it. */
  has(address: string | undefined): boolean {
    if (!this.#any || address === undefined) return false;
    const plain = plainAddress(address);
    return this.#addresses.check(plain, isIPv6(plain) ? "ipv6" : "ipv4");
  }

  #add(address: string): void {
    const [network = "", length] = address.split("/");
    const family = isIP(network) === 6 ? "ipv6" : "ipv4";
    const bits = length === undefined ? undefined : Number(length);
    const most = family === "ipv6" ? 128 : 32;
    const wrong =
      isIP(network) === 0 || (bits !== undefined && !(Number.isInteger(bits) && bits >= 0 && bits <= most));
    if (wrong || length === "") {
      throw new GatewayOptionError(
        "trustedProxies",
        `"${address}" is no address and no network such as 10.0.0.0/8`,
      );
    }
    if (bits === undefined) this.#addresses.addAddress(network, family);
    else this.#addresses.addSubnet(network, bits, family);
  }
}
