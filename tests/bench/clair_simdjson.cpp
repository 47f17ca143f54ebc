// SPDX-License-Identifier: Apache-2.0
#include <simdjson.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "clair_peers.hpp"
#include "portside/sdk/severity_word.hpp"

namespace portside::bench {
namespace {

namespace ondemand = simdjson::ondemand;
using Text = std::string_view;

struct Rating {
  double score = 0;
  Text vector;
};

struct LayerVulnerability {
  Text name, source, description, link, severity, fixed_by, published;
  Rating cvss2, cvss3;
};

Rating rating_of(ondemand::object object, const char* score, const char* vector,
                 Text* published = nullptr) {
  Rating rating;
  for (auto field : object) {
    const Text key = field.unescaped_key();
    if (key == score) {
      rating.score = field.value().get_double();
    } else if (key == vector) {
      rating.vector = field.value().get_string();
    } else if (published != nullptr && key == "PublishedDateTime") {
      *published = field.value().get_string();
    }
  }
  return rating;
}

LayerVulnerability layer_vulnerability(ondemand::object object) {
  LayerVulnerability out;
  for (auto field : object) {
    const Text key = field.unescaped_key();
    if (key == "Name") out.name = field.value().get_string();
    if (key == "NamespaceName") out.source = field.value().get_string();
    if (key == "Description") out.description = field.value().get_string();
    if (key == "Link") out.link = field.value().get_string();
    if (key == "Severity") out.severity = field.value().get_string();
    if (key == "FixedBy") out.fixed_by = field.value().get_string();
    if (key != "Metadata") continue;
    for (auto source : field.value().get_object()) {
      if (source.unescaped_key().value() != "NVD") continue;
      for (auto version : source.value().get_object()) {
        const Text name = version.unescaped_key();
        if (name == "CVSSv2") {
          out.cvss2 = rating_of(version.value().get_object(), "Score", "Vectors", &out.published);
        } else if (name == "CVSSv3") {
          out.cvss3 = rating_of(version.value().get_object(), "Score", "Vectors");
        }
      }
    }
  }
  return out;
}

void set_rating(Vulnerability& row, std::size_t place, const char* version, const Rating& rating) {
  if (row.cvss.size() <= place) row.cvss.resize(place + 1);
  row.cvss[place].source = "nvd";
  row.cvss[place].version = version;
  row.cvss[place].vector = rating.vector;
  row.cvss[place].score = rating.score;
}

void give(Vulnerability& row, const LayerVulnerability& one, ReportSink& sink) {
  row.id = one.name;
  row.description = one.description;
  row.links.resize(1);
  row.links.front() = one.link;
  row.severity_text = one.severity;
  row.severity = sdk::severity_of_word(one.severity);
  row.fixed_version = one.fixed_by;
  row.data_source = one.source;
  set_rating(row, 0, "3.1", one.cvss3);
  set_rating(row, 1, "2.0", one.cvss2);
  row.extra.text.assign(R"({"published":")").append(one.published).append("\"}");
  sink.vulnerability(row);
}

struct ReportPackage {
  Text name, version, source_name, source_version, layer, database;
};

struct ReportOne {
  Text name, description, links, severity, normalized, fixed, updater, issued;
  Rating cvss;
};

struct Report {
  std::unordered_map<Text, ReportPackage> packages;
  std::unordered_map<Text, ReportOne> vulnerabilities;
  std::vector<std::pair<Text, Text>> pairs;
};

void read_package(ondemand::object object, ReportPackage& out) {
  for (auto field : object) {
    const Text key = field.unescaped_key();
    if (key == "name") out.name = field.value().get_string();
    if (key == "version") out.version = field.value().get_string();
    if (key != "source") continue;
    for (auto member : field.value().get_object()) {
      const Text name = member.unescaped_key();
      if (name == "name") out.source_name = member.value().get_string();
      if (name == "version") out.source_version = member.value().get_string();
    }
  }
}

void read_one(ondemand::object object, ReportOne& out) {
  for (auto field : object) {
    const Text key = field.unescaped_key();
    if (key == "name") out.name = field.value().get_string();
    if (key == "description") out.description = field.value().get_string();
    if (key == "links") out.links = field.value().get_string();
    if (key == "severity") out.severity = field.value().get_string();
    if (key == "normalized_severity") out.normalized = field.value().get_string();
    if (key == "fixed_in_version") out.fixed = field.value().get_string();
    if (key == "updater") out.updater = field.value().get_string();
    if (key == "issued") out.issued = field.value().get_string();
  }
}

void read_places(ondemand::object object, Report& report) {
  for (auto field : object) {
    ReportPackage& package = report.packages[field.unescaped_key()];
    for (auto place : field.value().get_array()) {
      for (auto member : place.get_object()) {
        const Text key = member.unescaped_key();
        if (key == "introduced_in") package.layer = member.value().get_string();
        if (key == "package_db") package.database = member.value().get_string();
      }
    }
  }
}

void read_ratings(ondemand::object object, Report& report) {
  for (auto type : object) {
    for (auto list : type.value().get_array()) {
      for (auto field : list.get_object()) {
        ReportOne& one = report.vulnerabilities[field.unescaped_key()];
        for (auto rating : field.value().get_array()) {
          one.cvss = rating_of(rating.get_object(), "baseScore", "vectorString");
        }
      }
    }
  }
}

void read_pairs(ondemand::object object, Report& report) {
  for (auto field : object) {
    const Text package = field.unescaped_key();
    for (auto id : field.value().get_array()) {
      const Text text = id.get_string();
      report.pairs.emplace_back(package, text);
    }
  }
}

void read_report(ondemand::object object, Report& report) {
  for (auto field : object) {
    const Text key = field.unescaped_key();
    if (key == "packages") {
      for (auto each : field.value().get_object()) {
        ReportPackage& package = report.packages[each.unescaped_key()];
        read_package(each.value().get_object(), package);
      }
    } else if (key == "vulnerabilities") {
      for (auto each : field.value().get_object()) {
        ReportOne& one = report.vulnerabilities[each.unescaped_key()];
        read_one(each.value().get_object(), one);
      }
    } else if (key == "environments") {
      read_places(field.value().get_object(), report);
    } else if (key == "package_vulnerabilities") {
      read_pairs(field.value().get_object(), report);
    } else if (key == "enrichments") {
      read_ratings(field.value().get_object(), report);
    }
  }
}

void set_links(Vulnerability& row, Text links) {
  std::size_t count = 0;
  while (!links.empty()) {
    const Text link = links.substr(0, links.find(' '));
    links.remove_prefix(std::min(links.size(), link.size() + 1));
    if (row.links.size() == count) row.links.emplace_back();
    row.links[count++] = link;
  }
  row.links.resize(count);
}

void give(Vulnerability& row, const ReportPackage& package, const ReportOne& one,
          ReportSink& sink) {
  row.package = package.name;
  row.version = package.version;
  row.source_name = package.source_name;
  row.source_version = package.source_version;
  row.layer_digest = package.layer;
  row.location = package.database;
  row.id = one.name;
  row.description = one.description;
  set_links(row, one.links);
  row.severity_text = one.severity;
  row.severity = sdk::severity_of_word(one.normalized);
  row.fixed_version = one.fixed;
  row.data_source = one.updater;
  row.extra.text.assign(R"({"issued":")").append(one.issued).append("\"}");
  row.cvss.resize(one.cvss.vector.empty() ? 0 : 1);
  if (!row.cvss.empty()) {
    set_rating(row, 0, "3.1", one.cvss);
    if (row.severity == Severity::kUnknown) row.severity = sdk::severity_of_cvss(one.cvss.score);
  }
  sink.vulnerability(row);
}

}  // namespace

void map_clair2_with_simdjson(const simdjson::padded_string& document, ReportSink& sink) {
  static ondemand::parser parser;
  ondemand::document answer = parser.iterate(document);
  Vulnerability row;
  std::vector<LayerVulnerability> held;  // the layer that added a feature comes behind them
  for (auto feature : answer["Layer"]["Features"].get_array()) {
    held.clear();
    for (auto field : feature.get_object()) {
      const Text key = field.unescaped_key();
      if (key == "Name") row.package = Text(field.value().get_string());
      if (key == "Version") row.version = Text(field.value().get_string());
      if (key != "Vulnerabilities") continue;
      for (auto one : field.value().get_array())
        held.push_back(layer_vulnerability(one.get_object()));
    }
    for (const LayerVulnerability& one : held) give(row, one, sink);
  }
}

void map_clair4_with_simdjson(const simdjson::padded_string& document, ReportSink& sink) {
  static ondemand::parser parser;
  ondemand::document answer = parser.iterate(document);
  Report report;
  read_report(answer.get_object(), report);
  Vulnerability row;
  for (const auto& pair : report.pairs) {
    give(row, report.packages[pair.first], report.vulnerabilities[pair.second], sink);
  }
}

}  // namespace portside::bench
