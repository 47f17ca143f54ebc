// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "portside/sdk/json_stream.hpp"

namespace portside::clair::v2 {

/// One page of `GET /v1/notifications/NAME`: what became of one vulnerability, and some of the
/// layers that brought a package which has it, before (`Old`) and after (`New`).
class NotificationPage {
 public:
  NotificationPage();
  NotificationPage(const NotificationPage&) = delete;
  NotificationPage& operator=(const NotificationPage&) = delete;

  /// To be fed and finished by the caller. Beside what JsonStream throws: kTooLarge for many more
  /// layers or fixes than a page can have.
  sdk::JsonStream& json() noexcept { return json_; }

  /// False for an answer without a notification.
  bool is_there() const noexcept { return is_there_; }

  /// The layers of both sides that can be ours, each once, sorted. To be called once, at the end.
  std::vector<std::string> take_layers();

  /// Whether there are layers that cannot be ours: their names are none that name_layers() makes.
  bool has_strange_layers() const noexcept { return has_strange_layers_; }

  /// The token of the next page; "" at the end.
  const std::string& next() const noexcept { return next_; }

  /// Whether the vulnerability was there before and after, with the same severity and the same
  /// fixes: then only its text changed, and no report gets another row. To be called at the end.
  bool is_cosmetic();

 private:
  struct Side {
    bool is_there = false;
    std::string name;
    std::string severity;
    /// `package NUL version` of each.
    std::vector<std::string> fixes;
  };

  std::vector<sdk::JsonRule> rules();
  void add_side_rules(const std::string& path, Side& side, std::vector<sdk::JsonRule>& rules);
  void add_layer(const sdk::JsonScalar& name);
  void add_fix(Side& side);

  bool is_there_ = false;
  std::string next_;
  Side old_;
  Side new_;
  std::vector<std::string> layers_;
  bool has_strange_layers_ = false;
  std::string fix_package_;
  std::string fix_version_;
  sdk::JsonStream json_;
};

}  // namespace portside::clair::v2
