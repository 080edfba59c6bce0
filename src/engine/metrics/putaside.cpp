// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/putaside.h"

#include <QTemporaryFile>

#include <sys/mman.h>

namespace throng::metrics {

std::shared_ptr<const void> putAside(const void *bytes, std::size_t size)
{
    QTemporaryFile file; // its name goes with it at the end of this; what is mapped stays
    // Written, not copied into the mapping: a full disk is an error here, where it would be a signal there.
    if (!file.open() || file.write(static_cast<const char *>(bytes), qint64(size)) != qint64(size) || !file.flush())
        return nullptr;
    void *const mapped = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.handle(), 0);
    if (mapped == MAP_FAILED)
        return nullptr;
    return { mapped, [size](const void *place) { ::munmap(const_cast<void *>(place), size); } };
}

} // namespace throng::metrics
