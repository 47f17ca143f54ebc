// SPDX-License-Identifier: Apache-2.0
#include "runtime/offload.hpp"

#include <chrono>
#include <string>

#include "portside/api/error.hpp"
#include "runtime/ended_call.hpp"
#include "runtime/flight.hpp"

namespace portside::runtime {

/// Keeps a call in the list of those under way.
class Offload::Entry {
 public:
  Entry(Offload& offload, std::shared_ptr<Flight> flight)
      : offload_(offload), flight_(std::move(flight)) {
    const std::scoped_lock lock(offload_.mutex_);
    offload_.under_way_.insert(flight_);
  }
  ~Entry() {
    const std::scoped_lock lock(offload_.mutex_);
    offload_.under_way_.erase(flight_);
  }
  Entry(const Entry&) = delete;
  Entry& operator=(const Entry&) = delete;

 private:
  Offload& offload_;
  const std::shared_ptr<Flight> flight_;
};

Offload::Offload(std::size_t max_abandoned, Millis grace)
    : max_abandoned_(max_abandoned), grace_(grace) {}

std::optional<AdapterError> Offload::why_not(const CallAccount& account, std::string_view method,
                                             const CallContext& caller) const {
  const std::size_t abandoned = *account.abandoned;
  const bool is_cancelled = caller.cancelled();
  if (!is_cancelled && abandoned < max_abandoned_) return std::nullopt;
  const std::string what = std::string(method) + " of " + account.who;
  if (is_cancelled) return ended_call(caller, what + " was about to begin");
  return AdapterError(ErrorCode::kOverloaded,
                      what + " was not called: " + std::to_string(abandoned) +
                          " of its calls that were given up still run, at most " +
                          std::to_string(max_abandoned_) +
                          " may; wait until they end, or restart this program");
}

void Offload::run_job(const std::shared_ptr<CallAccount>& account, std::string_view method,
                      const CallContext& caller, Job job) {
  if (const auto refused = why_not(*account, method, caller)) throw AdapterError(*refused);
  // The caller waits, and its context with it.
  const std::shared_ptr<const CallContext> context(std::shared_ptr<void>(), &caller);
  const auto flight = std::make_shared<Flight>(account, method, context, std::move(job));
  const Entry entry(*this, flight);
  threads_.run([flight] { flight->fly(); });
  if (!flight->wait(grace_)) throw flight->close();
  if (flight->error()) throw AdapterError(*flight->error());
}

bool Offload::run_here(const std::shared_ptr<CallAccount>& account, std::string_view method,
                       std::shared_ptr<const CallContext> caller, Job job, OnEnd on_end) {
  if (const auto refused = why_not(*account, method, *caller)) {
    on_end(refused);
    return true;
  }
  const auto self = shared_from_this();  // the thread may be left here longer than any adapter
  const auto flight = std::make_shared<Flight>(account, method, std::move(caller), std::move(job));
  flight->set_on_end(std::move(on_end));
  {
    const Entry entry(*this, flight);
    watch_flights();
    flight->fly();
  }
  if (flight->is_given_up()) return false;
  flight->tell(flight->error());
  return true;
}

/// Most calls end long before anybody looks; the thread goes when none is under way.
void Offload::watch_flights() {
  const std::scoped_lock lock(mutex_);
  if (is_watching_) return;
  threads_.run([self = shared_from_this()] { self->watch(); });
  is_watching_ = true;
}

void Offload::watch() noexcept {
  for (bool has_flights = true; has_flights;) {
    Flights given_up;
    has_flights = look_at_flights(given_up);
    for (const auto& flight : given_up) tell_of(flight);
  }
}

/// After a while. False when there is none to look after, and nobody does any longer.
bool Offload::look_at_flights(Flights& given_up) {
  std::unique_lock lock(mutex_);
  stopping_.wait_for(lock, Flight::kSlice);
  is_watching_ = false;
  for (const auto& flight : under_way_) {
    if (!flight->runs_on_its_callers_thread() || flight->is_given_up()) continue;
    is_watching_ = true;
    if (flight->give_up(grace_)) given_up.push_back(flight);
  }
  return is_watching_;
}

/// On a thread of its own: whoever is told goes on with what the call was for.
void Offload::tell_of(const std::shared_ptr<Flight>& given_up) {
  const auto tell = [given_up] { given_up->tell(given_up->close()); };
  try {
    threads_.run(tell);
  } catch (...) {  // there are no more threads
    tell();
  }
}

bool Offload::stop(Millis duration) {
  {
    const std::scoped_lock lock(mutex_);
    stopping_.notify_all();
  }
  return threads_.stop(duration);
}

void Offload::cancel(const CallAccount& account) noexcept {
  const std::scoped_lock lock(mutex_);
  for (const auto& flight : under_way_) {
    if (flight->is_of(account)) flight->cancel();
  }
}

}  // namespace portside::runtime
