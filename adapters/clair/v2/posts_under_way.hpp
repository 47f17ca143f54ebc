// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "portside/api/millis.hpp"

namespace portside::clair::v2 {

/// Keeps scans that share a base from posting it at the same time: Clair has no lock, and would
/// fetch and unpack it once for each of them. The first one posts, the others wait until Clair has
/// it, and then all post at once, which is cheap. [any]
class PostsUnderWay {
 public:
  /// Whether the scan of `image` is to post the layer now; otherwise the scan of another image is
  /// at it. One that does not come back (it was cancelled) is waited for two minutes.
  bool begin(const std::string& name, const std::string& image, Millis now);

  /// The answer is there; `is_taken` when Clair has the layer.
  void end(const std::string& name, bool is_taken);

 private:
  struct Post {
    std::string image;
    Millis began = 0;
  };

  std::mutex mutex_;
  std::unordered_map<std::string, Post> posts_;
  std::unordered_set<std::string> taken_;
};

}  // namespace portside::clair::v2
