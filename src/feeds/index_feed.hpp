// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "feeds/feed_sink.hpp"

namespace portside::advisory {
class IndexBuilder;
}

namespace portside::feeds {

/// How much was passed over for one reason.
struct PassedOver {
  std::size_t count = 0;
  /// The first few, each once.
  std::vector<std::string> examples;
};

/// Keeps what readers give until all is read: only then is it known for which releases each source
/// speaks. Not thread-safe.
class IndexFeed final : public FeedSink {
 public:
  /// `now`: epoch milliseconds; statements of a later time are taken as of now, so that a wrong
  /// clock does not make old data look new.
  explicit IndexFeed(Millis now) : now_(now) {}

  void add(Source source, const advisory::Advisory& advisory) override;
  void covers(Source source, const std::string& release, const std::string& part) override;
  void updated_at(Source source, const std::string& release, Millis time) override;
  void undetermined(Source source) override;
  void passed_over(std::string_view why, std::string_view example) override;

  /// By reason.
  const std::map<std::string, PassedOver, std::less<>>& passed_over() const noexcept {
    return passed_over_;
  }

  /// The releases that any source speaks for.
  std::set<std::string> releases() const;

  /// Gives everything to a builder, and forgets it. Throws as IndexBuilder.
  void move_to(advisory::IndexBuilder& builder);

 private:
  struct Collected {
    /// Release -> its parts, where the source speaks for parts only.
    std::map<std::string, std::set<std::string>> releases;
    /// Release -> the newest statement about it.
    std::map<std::string, Millis> updated_at;
    std::size_t undetermined = 0;
    std::vector<advisory::Advisory> advisories;
  };

  const Millis now_;
  std::map<Source, Collected> sources_;
  std::map<std::string, PassedOver, std::less<>> passed_over_;
};

}  // namespace portside::feeds
