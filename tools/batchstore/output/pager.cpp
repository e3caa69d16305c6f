#include "output/pager.hpp"

#include "output/messages.hpp"
#include "output/write_all.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr std::array ending_signals{SIGINT, SIGTERM, SIGHUP, SIGQUIT};

std::atomic<pid_t> running_process = 0;
std::atomic<int> open_descriptor = -1;
static_assert(std::atomic<pid_t>::is_always_lock_free, "what a signal handler reads");

int wait_for(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/// The pager has set the terminal as it wants it, so the shell must not have it back before it is done.
void end_behind_pager(int number) {
    const int descriptor = open_descriptor.exchange(-1);
    if (descriptor >= 0) ::close(descriptor);
    std::signal(number, SIG_IGN);
    wait_for(running_process);
    std::signal(number, SIG_DFL);
    ::raise(number);
}

using Handler = void (*)(int);

/// @returns what they were
std::array<Handler, ending_signals.size()> set_handlers(Handler handler) {
    std::array<Handler, ending_signals.size()> before{};
    std::ranges::transform(ending_signals, before.begin(),
                           [&](int number) { return std::signal(number, handler); });
    return before;
}

/// What is to be run, as it stands in the environment; empty: nothing.
std::string pager_wanted() {
    for (const char* name : {"BATCHSTORE_PAGER", "PAGER"}) {
        if (const char* value = std::getenv(name)) return std::string_view(value) == "cat" ? "" : value;
    }
    const char* term = std::getenv("TERM");
    return term && std::string_view(term) != "dumb" ? "less" : "";
}

bool is_named_by_user() {
    return std::getenv("BATCHSTORE_PAGER") || std::getenv("PAGER");
}

/// Whether only a shell understands it.
bool needs_shell(const std::string& command) {
    return command.find_first_of("|&;<>()$`\\\"'*?[]#~=%{}!\n") != std::string::npos;
}

std::vector<std::string> words_of(const std::string& command) {
    if (needs_shell(command)) return {"/bin/sh", "-c", command};
    std::vector<std::string> words;
    for (std::size_t at = 0; (at = command.find_first_not_of(" \t", at)) != std::string::npos;) {
        const std::size_t end = std::min(command.find_first_of(" \t", at), command.size());
        words.push_back(command.substr(at, end - at));
        at = end;
    }
    return words;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers(texts.size() + 1);
    std::ranges::transform(texts, pointers.begin(), [](std::string& text) { return text.data(); });
    return pointers;
}

/// less leaves a short text on the screen, shows colours, and does not clear the screen when it ends.
std::vector<std::string> environment_of_pager() {
    std::vector<std::string> environment;
    for (char** variable = environ; *variable; ++variable) environment.emplace_back(*variable);
    if (!std::getenv("LESS")) environment.emplace_back("LESS=FRX");
    return environment;
}

/// @returns 0, or why it could not be started
int spawn(pid_t& process, std::vector<std::string> words, int standard_input) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, standard_input, STDIN_FILENO);
    sigset_t ignored_here;
    sigemptyset(&ignored_here);
    for (const int number : {SIGPIPE, SIGXFSZ}) sigaddset(&ignored_here, number);
    posix_spawnattr_setsigdefault(&attributes, &ignored_here);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    std::vector<std::string> environment = environment_of_pager();
    const int reason = ::posix_spawnp(&process, words.front().c_str(), &actions, &attributes,
                                      pointers_to(words).data(), pointers_to(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return reason;
}

}  // namespace

std::unique_ptr<Pager> Pager::start(Messages& messages) {
    const std::string wanted = pager_wanted();
    const std::vector<std::string> words = words_of(wanted);
    std::array<int, 2> ends{};
    if (words.empty() || ::pipe2(ends.data(), O_CLOEXEC) != 0) return nullptr;
    const auto [reading, writing] = ends;
    pid_t process = 0;
    const int reason = spawn(process, words, reading);
    ::close(reading);
    if (reason == 0)
        return std::unique_ptr<Pager>(new Pager(process, writing, needs_shell(wanted), messages));
    ::close(writing);
    if (reason != ENOENT || is_named_by_user()) {
        messages.error("the pager " + wanted + ": " + std::strerror(reason) +
                       "; set BATCHSTORE_PAGER or PAGER to another, or to nothing");
    }
    return nullptr;
}

Pager::Pager(pid_t process, int descriptor, bool through_shell, Messages& messages)
    : process_(process), descriptor_(descriptor), through_shell_(through_shell), messages_(messages) {
    running_process = process_;
    open_descriptor = descriptor_;
    before_ = set_handlers(end_behind_pager);
    for (std::size_t i = 0; i < before_.size(); ++i) {  // as in the background of a script
        if (before_[i] == SIG_IGN) std::signal(ending_signals[i], SIG_IGN);
    }
    messages_.hold();
}

Pager::~Pager() {
    leave();
    messages_.release();
}

bool Pager::write(std::string_view text) {
    constexpr std::size_t most_in_a_pipe = std::size_t{64} << 10;
    if (may_be_unread()) unread_ += text;
    if (!write_all(descriptor_, text)) return false;
    written_bytes_ += text.size();
    is_read_ = written_bytes_ > most_in_a_pipe;
    if (is_read_) unread_.clear();
    return true;
}

std::optional<std::string> Pager::leave() {
    if (process_ == 0) return std::nullopt;
    set_handlers(SIG_IGN);
    const int descriptor = open_descriptor.exchange(-1);
    if (descriptor >= 0) ::close(descriptor);
    const int status = wait_for(process_);
    process_ = 0;
    for (std::size_t i = 0; i < before_.size(); ++i) std::signal(ending_signals[i], before_[i]);
    constexpr int cannot_be_run = 126;
    constexpr int not_found = 127;
    const bool started =
        !WIFEXITED(status) || (WEXITSTATUS(status) != cannot_be_run && WEXITSTATUS(status) != not_found);
    if (started || !may_be_unread()) return std::nullopt;
    return std::move(unread_);
}
