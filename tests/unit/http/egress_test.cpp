// SPDX-License-Identifier: Apache-2.0
#include "http/egress.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

namespace portside::http {
namespace {

std::string judged(const char* text) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  if (::inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
    return forbidden_address(reinterpret_cast<const sockaddr&>(v4));
  }
  EXPECT_EQ(::inet_pton(AF_INET6, text, &v6.sin6_addr), 1) << text;
  return forbidden_address(reinterpret_cast<const sockaddr&>(v6));
}

TEST(Egress, RefusesMetadataServicesAndWhatIsNoHost) {
  for (const char* address :
       {"169.254.169.254", "169.254.0.1", "100.100.100.200", "192.0.0.192", "0.0.0.0", "0.1.2.3",
        "224.0.0.1", "239.255.255.250", "255.255.255.255", "fe80::1", "febf::1", "ff02::1",
        "::", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"}) {
    EXPECT_NE(judged(address), "") << address;
  }
}

TEST(Egress, AllowsTheRest) {
  for (const char* address :
       {"127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "8.8.8.8", "169.253.1.1",
        "100.100.100.201", "223.255.255.255", "::1", "fd00::1", "fd00:ec2::253", "2001:db8::1",
        "fec0::1", "::ffff:127.0.0.1", "64:ff9b::808:808"}) {
    EXPECT_EQ(judged(address), "") << address;
  }
}

TEST(Egress, RefusesOtherFamilies) {
  sockaddr address{};
  address.sa_family = AF_UNIX;
  EXPECT_NE(forbidden_address(address), "");
}

}  // namespace
}  // namespace portside::http
