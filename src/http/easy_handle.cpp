// SPDX-License-Identifier: Apache-2.0
#include "http/easy_handle.hpp"

#include <curl/curl.h>

#include "portside/api/error.hpp"

namespace portside::http {
namespace {

constexpr std::size_t kMaxIdle = 16;
/// Connections that a handle keeps open: to its server, and to where that redirects.
constexpr long kConnections = 4;

}  // namespace

void start_libcurl() {
  // Never undone: other libraries in the process may use libcurl too.
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (done != CURLE_OK) throw AdapterError(ErrorCode::kInternal, "libcurl cannot be started");
}

EasyHandle::EasyHandle() {
  start_libcurl();
  easy_ = curl_easy_init();
  multi_ = curl_multi_init();
  if (easy_ != nullptr && multi_ != nullptr) {
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, kConnections);
    return;
  }
  curl_easy_cleanup(easy_);
  curl_multi_cleanup(multi_);
  throw AdapterError(ErrorCode::kInternal, "no memory for an HTTP connection");
}

EasyHandle::~EasyHandle() {
  curl_easy_cleanup(easy_);
  curl_multi_cleanup(multi_);
}

std::unique_ptr<EasyHandle> HandlePool::take() {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto handle = std::move(idle_.back());
      idle_.pop_back();
      return handle;
    }
  }
  return std::make_unique<EasyHandle>();
}

void HandlePool::give_back(std::unique_ptr<EasyHandle> handle) noexcept {
  try {
    const std::scoped_lock lock(mutex_);
    if (idle_.size() < kMaxIdle) idle_.push_back(std::move(handle));
  } catch (const std::bad_alloc&) {
    // Then it is dropped.
  }
}

}  // namespace portside::http
