// SPDX-License-Identifier: Apache-2.0
#include "http/egress.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace portside::http {
namespace {

/// An IPv4 network in host byte order.
struct Network {
  std::uint32_t address;
  unsigned bits;
  const char* what;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array kNetworks = {
    Network{ip(169, 254, 0, 0), 16, "a link-local address (cloud metadata)"},
    Network{ip(100, 100, 100, 200), 32, "a cloud metadata service"},
    Network{ip(192, 0, 0, 192), 32, "a cloud metadata service"},
    Network{ip(168, 63, 129, 16), 32, "a cloud metadata service"},
    Network{ip(0, 0, 0, 0), 8, "an address of no host"},
    Network{ip(224, 0, 0, 0), 3, "a multicast or reserved address"},
};

std::string forbidden_v4(std::uint32_t address) {
  for (const Network& network : kNetworks) {
    if ((address ^ network.address) >> (32 - network.bits) == 0) return network.what;
  }
  return {};
}

std::string forbidden_v6(const in6_addr& address) {
  const auto* bytes = address.s6_addr;
  std::uint32_t last = 0;
  std::memcpy(&last, bytes + 12, sizeof(last));
  // IPv4 in IPv6 (RFC 4291 section 2.5.5.2) and through NAT64 (RFC 6052).
  constexpr std::array<std::uint8_t, 12> kNat64 = {0, 0x64, 0xff, 0x9b};
  if (IN6_IS_ADDR_V4MAPPED(&address) || std::memcmp(bytes, kNat64.data(), kNat64.size()) == 0) {
    return forbidden_v4(ntohl(last));
  }
  if (IN6_IS_ADDR_LINKLOCAL(&address)) return "a link-local address";
  if (IN6_IS_ADDR_MULTICAST(&address)) return "a multicast address";
  if (IN6_IS_ADDR_UNSPECIFIED(&address)) return "an address of no host";
  // The metadata services of EC2 (fd00:ec2::254) and of Google (fd20:ce::254) over IPv6.
  constexpr std::array<std::array<std::uint8_t, 4>, 2> kMetadata = {
      {{0xfd, 0x00, 0x0e, 0xc2}, {0xfd, 0x20, 0x00, 0xce}}};
  constexpr std::array<std::uint8_t, 12> kEnd = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54};
  for (const auto& begin : kMetadata) {
    if (std::memcmp(bytes, begin.data(), begin.size()) == 0 &&
        std::memcmp(bytes + begin.size(), kEnd.data(), kEnd.size()) == 0) {
      return "a cloud metadata service";
    }
  }
  // 6to4 (RFC 3056): the IPv4 address stands behind the prefix.
  if (bytes[0] == 0x20 && bytes[1] == 0x02) {
    return forbidden_v4(ip(bytes[2], bytes[3], bytes[4], bytes[5]));
  }
  return {};
}

}  // namespace

std::string forbidden_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof(v4));
    return forbidden_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof(v6));
    return forbidden_v6(v6.sin6_addr);
  }
  return "no internet address";
}

std::string forbidden_literal(const std::string& host) {
  in_addr v4{};
  if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return forbidden_v4(ntohl(v4.s_addr));
  if (host.size() < 2 || host.front() != '[') return {};
  in6_addr v6{};
  const std::string inside = host.substr(1, host.find_first_of("]%") - 1);
  return ::inet_pton(AF_INET6, inside.c_str(), &v6) == 1 ? forbidden_v6(v6) : std::string();
}

}  // namespace portside::http
