// SPDX-License-Identifier: Apache-2.0
#include "runtime/adapter_slot.hpp"

namespace portside::runtime {

Stay AdapterSlot::enter() {
  const std::scoped_lock lock(mutex_);
  if (!current_) throw AdapterError(*closed_);
  // Counted in under the mutex: whoever takes the instance away finds the call in it.
  current_->enter();
  return Stay::counted(*current_);
}

std::shared_ptr<Instance> AdapterSlot::current() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

std::shared_ptr<Instance> AdapterSlot::replace(std::shared_ptr<Instance> next) {
  {
    const std::scoped_lock lock(mutex_);
    current_.swap(next);
  }
  if (next) next->close();
  return next;
}

std::shared_ptr<Instance> AdapterSlot::close(AdapterError reason) {
  std::shared_ptr<Instance> last;
  {
    const std::scoped_lock lock(mutex_);
    current_.swap(last);
    closed_ = std::move(reason);
  }
  if (last) last->close();
  return last;
}

}  // namespace portside::runtime
