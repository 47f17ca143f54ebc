// SPDX-License-Identifier: Apache-2.0
#include "feeds/cvss.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace portside::feeds {
namespace {

struct Weight {
  char value;
  double weight;
};

/// Values of a metric, and what each weighs.
struct Metric {
  std::string_view name;
  std::array<Weight, 4> weights;
};

enum Position : std::size_t { kAV, kAC, kPR, kUI, kS, kC, kI, kA, kMetrics };

/// Section 7.4. PR is for an unchanged scope; of S, 1 is a changed one.
constexpr std::array<Metric, kMetrics> kBase = {{
    {"AV", {{{'N', 0.85}, {'A', 0.62}, {'L', 0.55}, {'P', 0.2}}}},
    {"AC", {{{'L', 0.77}, {'H', 0.44}}}},
    {"PR", {{{'N', 0.85}, {'L', 0.62}, {'H', 0.27}}}},
    {"UI", {{{'N', 0.85}, {'R', 0.62}}}},
    {"S", {{{'U', 0}, {'C', 1}}}},
    {"C", {{{'H', 0.56}, {'L', 0.22}, {'N', 0}}}},
    {"I", {{{'H', 0.56}, {'L', 0.22}, {'N', 0}}}},
    {"A", {{{'H', 0.56}, {'L', 0.22}, {'N', 0}}}},
}};

using Weights = std::array<std::optional<double>, kMetrics>;

/// Takes `AV:N` in. False: no metric, a value that the metric does not have, or given twice.
bool take(std::string_view part, Weights& weights) noexcept {
  const std::size_t colon = part.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 >= part.size()) return false;
  const std::string_view value = part.substr(colon + 1);
  for (std::size_t i = 0; i < kMetrics; ++i) {
    if (kBase[i].name != part.substr(0, colon)) continue;
    if (value.size() != 1 || weights[i]) return false;
    for (const Weight& each : kBase[i].weights) {
      if (each.value == value[0] && each.value != '\0') weights[i] = each.weight;
    }
    return weights[i].has_value();
  }
  return true;
}

std::optional<Weights> weights_of(std::string_view vector) noexcept {
  if (!vector.starts_with("CVSS:3.0/") && !vector.starts_with("CVSS:3.1/")) return std::nullopt;
  vector.remove_prefix(9);
  Weights weights;
  while (true) {
    const std::size_t slash = vector.find('/');
    if (!take(vector.substr(0, slash), weights)) return std::nullopt;
    if (slash == std::string_view::npos) break;
    vector.remove_prefix(slash + 1);
  }
  const bool complete = std::all_of(weights.begin(), weights.end(),
                                    [](const auto& each) { return each.has_value(); });
  return complete ? std::optional(weights) : std::nullopt;
}

/// Appendix A, "Roundup", in tenths: up to the next tenth, unless it is one but for the error of
/// floating point.
int round_up(double score) noexcept {
  const auto fine = static_cast<std::int64_t>(std::round(score * 100'000));
  const std::int64_t tenths = fine / 10'000 + (fine % 10'000 == 0 ? 0 : 1);
  return static_cast<int>(tenths);
}

}  // namespace

std::optional<int> cvss_v3_base_score(std::string_view vector) noexcept {
  const auto weights = weights_of(vector);
  if (!weights) return std::nullopt;
  const auto weight = [&](Position position) { return *(*weights)[position]; };
  const bool changed = weight(kS) > 0;
  double privileges = weight(kPR);
  if (changed && privileges < 0.5) privileges = 0.5;
  if (changed && privileges > 0.5 && privileges < 0.8) privileges = 0.68;

  const double loss = 1 - (1 - weight(kC)) * (1 - weight(kI)) * (1 - weight(kA));
  const double impact =
      changed ? 7.52 * (loss - 0.029) - 3.25 * std::pow(loss - 0.02, 15) : 6.42 * loss;
  if (impact <= 0) return 0;
  const double exploitability = 8.22 * weight(kAV) * weight(kAC) * privileges * weight(kUI);
  const double sum = impact + exploitability;
  return round_up(std::min(changed ? 1.08 * sum : sum, 10.0));
}

}  // namespace portside::feeds
