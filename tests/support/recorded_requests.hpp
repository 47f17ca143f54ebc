// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace portside::testing {

/// A request as a server saw it.
struct RecordedRequest {
  std::string method;
  /// Path and query.
  std::string target;
  /// Names in lower case; of a name that came twice the last value.
  std::map<std::string, std::string> headers;
  std::string body;

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  }
};

/// What a server saw. Thread-safe.
class RecordedRequests {
 public:
  void add(RecordedRequest request) {
    const std::scoped_lock lock(mutex_);
    requests_.push_back(std::move(request));
  }
  std::vector<RecordedRequest> all() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }
  void open(int fd) {
    const std::scoped_lock lock(mutex_);
    ++connections_;
    open_.push_back(fd);
  }
  void closed(int fd) {
    const std::scoped_lock lock(mutex_);
    std::erase(open_, fd);
  }
  std::vector<int> open_connections() const {
    const std::scoped_lock lock(mutex_);
    return open_;
  }
  std::size_t connections() const {
    const std::scoped_lock lock(mutex_);
    return connections_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<RecordedRequest> requests_;
  std::vector<int> open_;
  std::size_t connections_ = 0;
};

}  // namespace portside::testing
