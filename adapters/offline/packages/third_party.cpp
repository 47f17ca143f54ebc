// SPDX-License-Identifier: Apache-2.0
#include "offline/packages/third_party.hpp"

namespace portside::offline {
namespace {

struct Vendor {
  /// Part of the Maintainer field.
  std::string_view mark;
  const char* name;
};

constexpr Vendor kVendors[] = {
    {"@docker.com>", "Docker"},
    {"@nvidia.com>", "NVIDIA"},
    {"@nodesource.com>", "NodeSource"},
    {"NodeSource", "NodeSource"},
    {"@google.com>", "Google"},
    {"@microsoft.com>", "Microsoft"},
    {"@hashicorp.com>", "HashiCorp"},
    {"@elastic.co>", "Elastic"},
    {"@elasticsearch", "Elastic"},
    {"@mongodb.com>", "MongoDB"},
    {"@nginx.com>", "nginx"},
    {"@f5.com>", "nginx"},
    {"@grafana.com>", "Grafana"},
    {"@mariadb.org>", "MariaDB Foundation"},
    {"@mariadb.com>", "MariaDB"},
    {"@percona.com>", "Percona"},
    {"@datadoghq.com>", "Datadog"},
    {"@gitlab.com>", "GitLab"},
    {"@influxdata.com>", "InfluxData"},
    {"@confluent.io>", "Confluent"},
    {"@azul.com>", "Azul"},
    {"@rabbitmq.com>", "RabbitMQ"},
};

}  // namespace

std::string third_party(std::string_view maintainer) {
  for (const Vendor& vendor : kVendors) {
    if (maintainer.find(vendor.mark) != std::string_view::npos) return vendor.name;
  }
  return {};
}

}  // namespace portside::offline
