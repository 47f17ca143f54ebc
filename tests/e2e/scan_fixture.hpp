// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "run_program.hpp"
#include "temp_folder.hpp"
#include "test_image.hpp"

namespace portside::testing {

inline constexpr char kGzipLayer[] = "application/vnd.oci.image.layer.v1.tar+gzip";
inline constexpr char kOsRelease[] = "ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n";
inline constexpr char kScanAdvisories[] = R"({"vulns": [
  {"id": "CVE-2024-0001", "modified": "2026-01-01T00:00:00Z", "summary": "A hole in demo",
   "affected": [{"package": {"ecosystem": "Debian:12", "name": "demo"}, "ranges": [
     {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.0-2"}]}]}],
   "database_specific": {"severity": "high"}},
  {"id": "CVE-2024-0002", "modified": "2026-01-01T00:00:00Z", "summary": "Not mended yet",
   "affected": [{"package": {"ecosystem": "Debian:12", "name": "demo"}, "ranges": [
     {"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}],
   "database_specific": {"severity": "low"}}]})";

inline std::string paragraph(const std::string& name, const std::string& version) {
  return "Package: " + name +
         "\nStatus: install ok installed\nArchitecture: amd64\nVersion: " + version + "\n\n";
}

/// A file system of Debian with one package of this version.
inline std::string debian(const std::string& version, const std::string& os_release = kOsRelease) {
  return tar(
      {{"etc/os-release", os_release},
       {"var/lib/dpkg/status", paragraph("libdemo1", "2.0-1") + paragraph("demo", version)}});
}

/// A registry, an index of advisories, and the program.
class ScanTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!RealRegistry::is_installed()) {
      GTEST_SKIP() << "docker-registry is not installed (Debian package docker-registry)";
    }
    registry_.emplace(data_ / "registry", Login::kNone);
    build_index("feed.json", kScanAdvisories);
  }

  void build_index(const std::string& name, const std::string& feed) {
    data_.write(name, feed);
    const ProgramResult built =
        run_program(environment_ + PORTSIDE_PROGRAM " advisories build " + data_ / name);
    ASSERT_EQ(built.code, 0) << built.output;
  }

  ProgramResult run(const std::string& command, const std::string& arguments) const {
    return run_program(environment_ + PORTSIDE_PROGRAM " " + command + " " + arguments +
                       " --plain-http --plugin-dir " PORTSIDE_PLUGIN_FOLDER
                       " --trust-anchor " PORTSIDE_BUILD_DIR);
  }
  ProgramResult scan(const std::string& arguments) const { return run("scan", arguments); }

  std::string image(const std::string& tag) const { return registry_->host() + "/a/b:" + tag; }

  std::string put(const std::string& tag, const std::string& files) {
    return put_image(*registry_, "a/b", tag, {.layers = {layer(files)}});
  }

  nlohmann::json read(const std::string& name) const {
    std::ifstream file(data_ / name);
    return nlohmann::json::parse(file);
  }

  TempFolder data_;
  /// The places of a user of its own.
  const std::string environment_ =
      "env -u XDG_DATA_HOME -u XDG_STATE_HOME -u SOURCE_DATE_EPOCH LC_ALL=C HOME=" + data_.str() +
      " ";
  std::optional<RealRegistry> registry_;
};

}  // namespace portside::testing
