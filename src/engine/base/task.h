// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoro/QCoroTask>

namespace throng {

/// A coroutine that starts at once and is awaited by whoever called it.
///
/// g++ 12 miscompiles some temporaries inside a co_await expression: name the value first, then await.
/// Coroutines take their parameters by value and are members or free functions, never lambdas with captures.
template <typename T = void>
using Task = QCoro::Task<T>;

} // namespace throng
