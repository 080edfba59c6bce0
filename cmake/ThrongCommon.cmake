# One INTERFACE target that every target of the project links: language level, warnings, Qt macros, sanitizers.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(THRONG_USE_CCACHE)
    find_program(THRONG_CCACHE ccache)
    if(THRONG_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${THRONG_CCACHE}")
    endif()
endif()

# Many small test programs are linked from one large static library: a fast linker saves minutes.
find_program(THRONG_MOLD mold)
if(THRONG_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

add_library(throng_common INTERFACE)
target_compile_features(throng_common INTERFACE cxx_std_20)
target_include_directories(throng_common INTERFACE "${CMAKE_SOURCE_DIR}/src")
target_compile_options(throng_common INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual -Wvla
    -fdiagnostics-color=auto -fpch-preprocess)
if(THRONG_WARNINGS_AS_ERRORS)
    target_compile_options(throng_common INTERFACE -Werror)
endif()
target_compile_definitions(throng_common INTERFACE
    THRONG_VERSION="${PROJECT_VERSION}"
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_CONTEXTLESS_CONNECT QT_NO_KEYWORDS
    QT_USE_QSTRINGBUILDER QT_DISABLE_DEPRECATED_BEFORE=0x060400)

if(THRONG_SANITIZE)
    target_compile_options(throng_common INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_link_options(throng_common INTERFACE -fsanitize=address,undefined)
endif()

# The allocator is linked into the programs only, and never beside a sanitizer, which brings its own.
# Nothing in our code refers to mimalloc, so --as-needed would drop it without a word.
add_library(throng_allocator INTERFACE)
if(NOT THRONG_SANITIZE)
    target_link_options(throng_allocator INTERFACE
        "LINKER:--push-state,--no-as-needed" "$<TARGET_FILE:mimalloc>" "LINKER:--pop-state")
endif()

# What nearly every file includes, compiled once a target: it halves the time that everything takes. Files still include
# what they use: -DTHRONG_PRECOMPILE_HEADERS=OFF finds those that do not.
option(THRONG_PRECOMPILE_HEADERS "Precompile the headers that nearly every file includes" ON)
function(throng_precompile_headers target)
    if(THRONG_PRECOMPILE_HEADERS)
        target_precompile_headers(${target} PRIVATE
            <QByteArray> <QDateTime> <QDir> <QFile> <QHash> <QJsonArray> <QJsonObject> <QList> <QLocale> <QObject>
            <QSet> <QString> <QStringList> <QTimer> <QUrl>
            <algorithm> <array> <chrono> <cmath> <functional> <map> <memory> <optional> <string> <vector>
            <qcoro/qcorotask.h> <tl/expected.hpp> ${ARGN})
    endif()
endfunction()
