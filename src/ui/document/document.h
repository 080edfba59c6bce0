// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"
#include "engine/project/projectfolder.h"
#include "engine/project/tokensfile.h"
#include "engine/run/runplan.h"
#include "ui/document/accountlist.h"
#include "ui/document/setvaluecommand.h"

#include <QObject>
#include <QUndoStack>

#include <memory>

namespace throng::ui {

/// A project that is open: its folder, its value, its history. The only way to change the value is through the
/// undo stack, so that every edit can be undone and the modified mark is right.
class Document : public QObject {
    Q_OBJECT
public:
    /// `path` is a NAME.throng or the folder it is in.
    [[nodiscard]] static Result<std::unique_ptr<Document>> open(const QString &path);
    /// A new project with its users.csv and rooms.json.
    [[nodiscard]] static Result<std::unique_ptr<Document>> create(
        const QString &folder, const project::Project &project, const QString &name = {});
    /// Makes a project of matrix-locust's folder, in place; importNotes() says what became of its files.
    [[nodiscard]] static Result<std::unique_ptr<Document>> importMatrixLocust(const QString &folder);

    [[nodiscard]] const project::Project &project() const { return m_project; }
    [[nodiscard]] const project::ProjectFolder &folder() const { return m_folder; }
    [[nodiscard]] QString name() const { return m_folder.name(); }
    [[nodiscard]] QUndoStack *undoStack() { return &m_undoStack; }
    /// Typed by the user, for this session alone; never written anywhere.
    [[nodiscard]] run::Secrets &secrets() { return m_secrets; }
    [[nodiscard]] bool isModified() const { return !m_undoStack.isClean(); }
    [[nodiscard]] const QStringList &importNotes() const { return m_importNotes; }

    /// Sets one value by a command that merges with the edit before it when that was of the same field.
    /// Nothing happens when the value is what it was.
    template <typename Value, typename Locate>
    void set(const QString &field, const QString &text, Locate locate, Value value)
    {
        if (locate(m_project) == value)
            return;
        m_undoStack.push(new SetValueCommand<Value>(
            m_project, field, text, std::move(locate), std::move(value), [this] { Q_EMIT changed(); }));
    }

    /// The accounts that are a list of their own (project().users.fromFile): as imported, or as users.csv has them.
    [[nodiscard]] Result<AccountList> listedAccounts() const;
    /// A list takes the place of the accounts; saving writes it to users.csv. One step.
    [[nodiscard]] Result<> setAccounts(const QString &text, AccountList list);
    /// Accounts of a pattern take the place of a list, which Undo brings back. One step.
    [[nodiscard]] Result<> generateAccounts(const QString &text, project::UserPattern pattern);
    /// Adds to tokens.csv, at once: it belongs to the runs, and is no part of the project's history. A session of an
    /// account that has one takes its place.
    [[nodiscard]] Result<> addSessions(const project::TokensFile::Sessions &sessions);
    /// The names of all accounts as they will be saved, in their order.
    [[nodiscard]] Result<QStringList> accountNames() const;

    /// Writes the project; users.csv and rooms.json too when the patterns they are made from have changed since they
    /// were written, or when they are not there.
    [[nodiscard]] Result<> save(
        project::ProjectFolder::Overwrite overwrite = project::ProjectFolder::Overwrite::OnlyIfUnchanged);
    [[nodiscard]] Result<> saveAs(const QString &folder);
    /// The whole project becomes another, as one step that can be undone.
    void replace(const QString &text, const project::Project &project);
    /// What somebody else wrote, as one step that can be undone; the project is unmodified then.
    [[nodiscard]] Result<> reload();
    [[nodiscard]] bool isChangedOnDisk() const { return m_folder.isChangedOnDisk(); }

    /// Whether the next save() will write users.csv again.
    [[nodiscard]] bool willWriteAccounts() const;

    /// The suite that the window shows and Start runs; state of the session, not of the project. -1 without any.
    [[nodiscard]] int currentSuite() const;
    void setCurrentSuite(int index);

Q_SIGNALS:
    void currentSuiteChanged();
    void changed(); ///< the project's value is another
    void saved();
    void filesChanged(); ///< a run wrote tokens or rooms

private:
    Document(project::ProjectFolder folder, project::Project project);

    /// What users.csv and rooms.json are made from.
    struct Patterns {
        project::UserPattern users;
        quint64 userSeed = 0;
        AccountList list; ///< of accounts that are one; null: as they are on disk
        project::RoomPattern rooms;
        quint64 roomSeed = 0;
        QList<users::Population> groups; ///< with rooms of their own

        friend bool operator==(const Patterns &, const Patterns &) = default;
    };
    [[nodiscard]] Patterns patterns() const;
    [[nodiscard]] bool accountsDiffer(const Patterns &now) const;
    [[nodiscard]] Result<> writePopulations();
    [[nodiscard]] Result<> writeRooms(const QList<users::Account> &accounts);
    [[nodiscard]] Result<> holdList();
    void pushAccounts(const QString &text, AccountsChoice after);

    project::ProjectFolder m_folder;
    project::Project m_project;
    Patterns m_written;
    AccountList m_list; ///< the accounts, where they are a list that was imported or had to be held
    QByteArray m_ownRooms; ///< a rooms.json that was a plan of its own until a draw took its place
    QUndoStack m_undoStack;
    QStringList m_importNotes;
    int m_currentSuite = 0;
    run::Secrets m_secrets;
};

} // namespace throng::ui
