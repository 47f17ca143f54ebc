// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/third_party.hpp"

#include <algorithm>

namespace portside::offline {
namespace {

struct Vendor {
  /// Of the team that the packages are from, in lower case. A domain alone would be true of those
  /// of its people who maintain packages of Debian as well.
  std::string_view address;
  const char* name;
};

constexpr Vendor kVendors[] = {
    {"azpycli@microsoft.com", "Microsoft"},
    {"chromium-dev@chromium.org", "Google"},
    {"contact@grafana.com", "Grafana"},
    {"contact@influxdb.com", "InfluxData"},
    {"cudatools@nvidia.com", "NVIDIA"},
    {"dotnetcore@microsoft.com", "Microsoft"},
    {"dpgswdist@microsoft.com", "Microsoft"},
    {"edgelinuxdev@microsoft.com", "Microsoft"},
    {"gc-team@google.com", "Google"},
    {"info@elastic.co", "Elastic"},
    {"mysql-dev@percona.com", "Percona"},
    {"nginx-packaging@f5.com", "nginx"},
    {"nginx-packaging@nginx.com", "nginx"},
    {"package@datadoghq.com", "Datadog"},
    {"packages@confluent.io", "Confluent"},
    {"packaging@mongodb.com", "MongoDB"},
    {"support@docker.com", "Docker"},
    {"support@gitlab.com", "GitLab"},
    {"support@hashicorp.com", "HashiCorp"},
    {"support@influxdata.com", "InfluxData"},
    {"support@influxdb.com", "InfluxData"},
    {"support@nodesource.com", "NodeSource"},
    {"vscode-linux@microsoft.com", "Microsoft"},
};

bool is_same(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

/// Of `NAME <ADDRESS>`; or all of it.
std::string_view address_of(std::string_view maintainer) {
  const std::size_t begin = maintainer.rfind('<');
  if (begin == std::string_view::npos) return maintainer;
  maintainer.remove_prefix(begin + 1);
  return maintainer.substr(0, maintainer.find('>'));
}

}  // namespace

std::string third_party(std::string_view maintainer) {
  const std::string_view address = address_of(maintainer);
  for (const Vendor& vendor : kVendors) {
    if (is_same(address, vendor.address)) return vendor.name;
  }
  return {};
}

}  // namespace portside::offline
