#pragma once

#include <csignal>
#include <cstdint>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include <grp.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace batchstore::testing {

/// Some work that another process does meanwhile. Start it while this process has one thread and no store
/// open.
class ChildProcess {
public:
    explicit ChildProcess(const std::function<std::string()>& work) {
        int ends[2] = {};
        if (::pipe(ends) != 0 || (id_ = ::fork()) < 0) {
            throw std::runtime_error("no child process can be started");
        }
        if (id_ == 0) {
            ::close(ends[0]);
            report(ends[1], outcome(work));
        }
        ::close(ends[1]);
        report_ = ends[0];
    }
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ChildProcess(ChildProcess&& other) noexcept
        : id_(std::exchange(other.id_, -1)), report_(std::exchange(other.report_, -1)) {}
    ChildProcess& operator=(ChildProcess&&) = delete;
    ~ChildProcess() {
        if (id_ > 0) {
            result();
        }
    }

    /// Waits for its end. @returns what the work returned, or why there is nothing.
    std::string result() {
        std::string text;
        char buffer[1024];
        for (ssize_t size = 0; (size = ::read(report_, buffer, sizeof buffer)) > 0;) {
            text.append(buffer, static_cast<std::size_t>(size));
        }
        ::close(report_);
        int status = 0;
        ::waitpid(std::exchange(id_, -1), &status, 0);
        return status == 0 ? text : "ended with status " + std::to_string(status) + ": " + text;
    }

private:
    static std::string outcome(const std::function<std::string()>& work) {
        try {
            return work();
        } catch (const std::exception& error) {
            return std::string("threw: ") + error.what();
        }
    }

    /// Ends without the parent's destructors and exit handlers.
    [[noreturn]] static void report(int file, const std::string& text) {
        const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
        ::_exit(written ? 0 : 1);
    }

    pid_t id_ = -1;
    int report_ = -1;
};

/// As if the disk were full: no file that the process writes from now on may grow past this.
inline void limit_files(std::uintmax_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
}

inline constexpr const char* no_other_user = "this process may not become another user";

/// Runs `work` in a process that no permission is granted to but by the files' modes.
/// @returns what the work returned, or `no_other_user`
inline std::string without_privileges(const std::function<std::string()>& work) {
    return ChildProcess([&]() -> std::string {
               const uid_t nobody = 65534;
               if (::geteuid() == 0 &&
                   (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0)) {
                   return no_other_user;
               }
               return work();
           })
        .result();
}

}  // namespace batchstore::testing
