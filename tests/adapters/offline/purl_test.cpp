// SPDX-License-Identifier: Apache-2.0
#include "offline/purl.hpp"

namespace portside::offline {
namespace {

Package package_for(const char* name, const char* version, const char* architecture = "amd64") {
  Package package;
  package.name = name;
  package.version = version;
  package.architecture = architecture;
  return package;
}

Distribution distribution(const char* os_release) {
  return recognise({os_release, "", ""});
}

TEST(PackageUrl, OfDeb) {
  const Distribution debian = distribution("ID=debian\nVERSION_ID=12\n");
  EXPECT_EQ(package_url(package_for("libssl3", "3.0.11-1~deb12u2"), debian),
            "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12");
  EXPECT_EQ(package_url(package_for("g++", "4:12.2.0-3+b1", ""), debian),
            "pkg:deb/debian/g%2B%2B@4:12.2.0-3%2Bb1?distro=debian-12");
}

TEST(PackageUrl, OfRpmHasTheEpochAsAQualifier) {
  const Distribution alma = distribution("ID=almalinux\nVERSION_ID=9.3\n");
  EXPECT_EQ(
      package_url(package_for("openssl-libs", "1:3.0.7-6.el9_2", "x86_64"), alma),
      "pkg:rpm/almalinux/openssl-libs@3.0.7-6.el9_2?arch=x86_64&distro=almalinux-9.3&epoch=1");
  EXPECT_EQ(package_url(package_for("MySQL", "8-1", "x86_64"), alma),
            "pkg:rpm/almalinux/MySQL@8-1?arch=x86_64&distro=almalinux-9.3");
}

TEST(PackageUrl, OfApk) {
  EXPECT_EQ(package_url(package_for("Curl", "8.5.0-r0", "x86_64"),
                        distribution("ID=alpine\nVERSION_ID=3.19.1\n")),
            "pkg:apk/alpine/curl@8.5.0-r0?arch=x86_64&distro=alpine-3.19.1");
}

TEST(PackageUrl, EncodesWhatIsNotPlain) {
  EXPECT_EQ(package_url(package_for("a/b@c", "1?d#\xc3\xa9 %", ""), distribution("ID=debian\n")),
            "pkg:deb/debian/a%2Fb%40c@1%3Fd%23%C3%A9%20%25?distro=debian");
}

}  // namespace
}  // namespace portside::offline
