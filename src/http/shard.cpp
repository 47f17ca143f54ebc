// SPDX-License-Identifier: Apache-2.0
#include "http/shard.hpp"

#include <curl/curl.h>
#include <sys/epoll.h>

#include <utility>

#include "http/easy_handle.hpp"
#include "http/easy_options.hpp"
#include "portside/api/error.hpp"

namespace portside::http {

void Shard::Cleanup::operator()(CURL* easy) const noexcept {
  curl_easy_cleanup(easy);
}

Shard::Shard(int epoll, std::uint32_t index, std::shared_ptr<const Transport> transport)
    : epoll_(epoll), index_(index), transport_(std::move(transport)) {
  start_libcurl();
  // Nothing that is given back may need memory then.
  idle_.reserve(kMaxTransfers);
  multi_ = curl_multi_init();
  if (multi_ == nullptr) throw AdapterError(ErrorCode::kInternal, "no memory for HTTP transfers");
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &watch);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &set_timer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(kMaxTransfers));
}

Shard::~Shard() {
  idle_.clear();
  curl_multi_cleanup(multi_);
}

CURL* Shard::take_easy() {
  if (!idle_.empty()) {
    CURL* const easy = idle_.back().release();
    idle_.pop_back();
    return easy;
  }
  std::unique_ptr<CURL, Cleanup> easy(curl_easy_init());
  if (!easy) throw AdapterError(ErrorCode::kInternal, "no memory for an HTTP transfer");
  set_transport(easy.get(), *transport_);
  return easy.release();
}

void Shard::give_back(CURL* easy, bool is_worn) noexcept {
  std::unique_ptr<CURL, Cleanup> owned(easy);
  if (!is_worn) idle_.push_back(std::move(owned));
}

void Shard::add(CURL* easy) {
  if (curl_multi_add_handle(multi_, easy) != CURLM_OK) {
    throw AdapterError(ErrorCode::kInternal, "libcurl cannot begin a transfer");
  }
  ++transfers_;
}

void Shard::remove(CURL* easy) noexcept {
  curl_multi_remove_handle(multi_, easy);
  --transfers_;
}

void Shard::on_timer() {
  due_ = Clock::time_point::max();
  int running = 0;
  curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
}

void Shard::on_socket(int fd, std::uint32_t epoll_events) {
  int what = 0;
  if ((epoll_events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) what |= CURL_CSELECT_IN;
  if ((epoll_events & EPOLLOUT) != 0) what |= CURL_CSELECT_OUT;
  if ((epoll_events & EPOLLERR) != 0) what |= CURL_CSELECT_ERR;
  int running = 0;
  curl_multi_socket_action(multi_, fd, what, &running);
}

CURL* Shard::next_ended(int& code) {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    code = message->data.result;
    return message->easy_handle;
  }
  return nullptr;
}

int Shard::watch(CURL*, int fd, int what, void* self, void* known) noexcept {
  auto& shard = *static_cast<Shard*>(self);
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(shard.epoll_, EPOLL_CTL_DEL, fd, nullptr);
    curl_multi_assign(shard.multi_, fd, nullptr);
    return 0;
  }
  epoll_event event{};
  if ((what & CURL_POLL_IN) != 0) event.events |= EPOLLIN;
  if ((what & CURL_POLL_OUT) != 0) event.events |= EPOLLOUT;
  event.data.u64 = std::uint64_t{shard.index_} << 32U | static_cast<std::uint32_t>(fd);
  const int operation = known == nullptr ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  const int other = known == nullptr ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  if (epoll_ctl(shard.epoll_, operation, fd, &event) != 0 &&
      epoll_ctl(shard.epoll_, other, fd, &event) != 0) {
    return -1;  // libcurl gives all transfers of the shard up
  }
  curl_multi_assign(shard.multi_, fd, self);
  return 0;
}

int Shard::set_timer(CURLM*, long timeout_ms, void* self) noexcept {
  static_cast<Shard*>(self)->due_ = timeout_ms < 0
                                        ? Clock::time_point::max()
                                        : Clock::now() + std::chrono::milliseconds(timeout_ms);
  return 0;
}

}  // namespace portside::http
