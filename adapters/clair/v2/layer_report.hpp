// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "clair/v2/chain_names.hpp"
#include "portside/api/report_sink.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::clair::v2 {

/// What a layer says of itself beside its vulnerabilities.
struct LayerFacts {
  /// False for an answer without a layer.
  bool is_there = false;
  /// The operating system, `debian:9`; "" when Clair knows none.
  std::string os;
  /// Of the engine that looked at the layer; 0 when it does not say.
  int engine = 0;
  std::uint64_t features = 0;
  std::uint64_t vulnerabilities = 0;
};

/// Reads `GET /v1/layers/NAME?features&vulnerabilities` and gives a row for each vulnerability of
/// each feature. Only one feature is held at a time: its members may come in any order, and in fact
/// the layer that added it comes last.
class LayerReport {
 public:
  /// `chain` tells which layer a name stands for, an empty one tells nothing. Both outlive this.
  LayerReport(const Chain& chain, ReportSink& sink);
  LayerReport(const LayerReport&) = delete;
  LayerReport& operator=(const LayerReport&) = delete;

  /// To be fed and finished by the caller. Beside what JsonStream throws: kScannerBadAnswer (a
  /// vulnerability without a name), kTooLarge (a feature whose vulnerabilities take more than 64
  /// MiB), and what the sink throws.
  sdk::JsonStream& json() noexcept { return json_; }

  const LayerFacts& facts() const noexcept { return facts_; }

 private:
  /// A part of text_.
  struct Part {
    std::size_t at = 0;
    std::size_t size = 0;
  };
  struct Rating {
    double score = 0;
    Part vector = {};
  };
  /// A vulnerability of the present feature.
  struct Held {
    Part id = {};
    Part severity = {};
    Part description = {};
    Part link = {};
    Part fixed_version = {};
    Part data_source = {};
    Part published = {};
    Rating cvss2 = {};
    Rating cvss3 = {};
  };

  std::vector<sdk::JsonRule> rules();
  void add_feature_rules(std::vector<sdk::JsonRule>& rules);
  void add_vulnerability_rules(std::vector<sdk::JsonRule>& rules);
  sdk::JsonRule part_rule(const char* member, Part Held::*part);
  sdk::JsonRule score_rule(const char* member, Rating Held::*rating);
  sdk::JsonRule vector_rule(const char* member, Rating Held::*rating);

  void set_os(const sdk::JsonScalar& value);
  Part keep(std::string_view text);
  std::string_view text_of(const Part& part) const;
  void begin_feature();
  void end_feature();
  void end_vulnerability();
  void give(const Held& held);
  void rate(const Rating& rating, std::string_view version);
  void find_layer();

  ReportSink& sink_;
  std::unordered_map<std::string_view, const std::string*> digests_;
  LayerFacts facts_;
  std::string added_by_;
  std::vector<Held> held_;
  std::string text_;
  std::size_t ratings_ = 0;
  Vulnerability row_;
  sdk::JsonStream json_;
};

}  // namespace portside::clair::v2
