// SPDX-License-Identifier: Apache-2.0
#include "http/easy_handle.hpp"

#include "http/easy_options.hpp"
#include "http/set_option.hpp"
#include "portside/api/error.hpp"

namespace portside::http {
namespace {

constexpr std::size_t kMaxIdle = 16;
/// Connections that a handle keeps open: to its server, and to where that redirects.
constexpr long kConnections = 4;
/// Read at once. (Not where several transfers share a multi handle: libcurl keeps the buffer of one
/// whose connection others use, HTTP/2.)
constexpr long kBufferBytes = 128 * 1024;

}  // namespace

void start_libcurl() {
  // Never undone: other libraries in the process may use libcurl too.
  static const CURLcode done = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (done != CURLE_OK) throw AdapterError(ErrorCode::kInternal, "libcurl cannot be started");
}

void EasyHandle::Cleanup::operator()(CURL* easy) const noexcept {
  curl_easy_cleanup(easy);
}

void EasyHandle::MultiCleanup::operator()(CURLM* multi) const noexcept {
  curl_multi_cleanup(multi);
}

EasyHandle::EasyHandle(const Transport& transport) {
  start_libcurl();
  multi_.reset(curl_multi_init());
  easy_.reset(curl_easy_init());
  if (!easy_ || !multi_) {
    throw AdapterError(ErrorCode::kInternal, "no memory for an HTTP connection");
  }
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, kConnections);
  set_transport(easy_.get(), transport);
  set_option(easy_.get(), CURLOPT_BUFFERSIZE, kBufferBytes);
}

EasyHandle::~EasyHandle() = default;

std::unique_ptr<EasyHandle> HandlePool::take(const Transport& transport) {
  {
    const std::scoped_lock lock(mutex_);
    if (!idle_.empty()) {
      auto handle = std::move(idle_.back());
      idle_.pop_back();
      return handle;
    }
  }
  return std::make_unique<EasyHandle>(transport);
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
