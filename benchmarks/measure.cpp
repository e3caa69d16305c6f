// Runs a command and prints what it took: `SECONDS PEAK_KIB`, from its start to its end and the most memory
// it had at once. What the command writes to standard output is discarded; its exit code is ours.
//
//     measure COMMAND [ARGUMENT...]
#include "timing.hpp"

#include <cstdio>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

[[noreturn]] void become(char** command) {
    const int nowhere = ::open("/dev/null", O_WRONLY);
    if (nowhere >= 0 && ::dup2(nowhere, STDOUT_FILENO) >= 0) {
        ::close(nowhere);
        ::execvp(command[0], command);
    }
    std::perror(command[0]);
    ::_exit(127);
}

long peak_kib(const rusage& usage) {
#ifdef __APPLE__
    return usage.ru_maxrss / 1024;
#else
    return usage.ru_maxrss;
#endif
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: measure COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    const auto start = timing::Clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
        become(argv + 1);
    }
    int status = 0;
    rusage usage{};
    if (child < 0 || ::wait4(child, &status, 0, &usage) != child) {
        std::perror("measure");
        return 1;
    }
    const double seconds = timing::seconds_since(start);
    std::printf("%.3f %ld\n", seconds, peak_kib(usage));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
