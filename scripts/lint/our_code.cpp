// A plugin of clang-tidy. Without it, every check walks all declarations of a source, of which 95 of 100 lie
// in the headers of the system and of libraries, where clang-tidy then drops what it finds. This check finds
// nothing itself: it lets the others walk what is ours alone, in a third of the time.
#include <vector>

#include <clang-tidy/ClangTidyCheck.h>
#include <clang-tidy/ClangTidyModule.h>
#include <clang-tidy/ClangTidyModuleRegistry.h>
#include <clang/AST/ASTContext.h>
#include <clang/ASTMatchers/ASTMatchFinder.h>
#include <clang/ASTMatchers/ASTMatchers.h>

namespace {

class OurCode : public clang::tidy::ClangTidyCheck {
public:
    using ClangTidyCheck::ClangTidyCheck;

    void registerMatchers(clang::ast_matchers::MatchFinder* finder) override {
        finder->addMatcher(clang::ast_matchers::translationUnitDecl(), this);
    }

    // The unit is matched first; clang reads the scope when it goes on to the declarations in it.
    void check(const clang::ast_matchers::MatchFinder::MatchResult& result) override {
        std::vector<clang::Decl*> ours;
        for (auto* declaration : result.Context->getTranslationUnitDecl()->decls()) {
            const auto place = result.SourceManager->getExpansionLoc(declaration->getLocation());
            if (!result.SourceManager->isInSystemHeader(place)) ours.push_back(declaration);
        }
        result.Context->setTraversalScope(ours);
    }
};

class OurModule : public clang::tidy::ClangTidyModule {
    void addCheckFactories(clang::tidy::ClangTidyCheckFactories& factories) override {
        factories.registerCheck<OurCode>("batchstore-our-code");
    }
};

const clang::tidy::ClangTidyModuleRegistry::Add<OurModule> our_module("batchstore",
                                                                      "Walks our own code alone.");

}  // namespace
