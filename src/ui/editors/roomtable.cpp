// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/roomtable.h"

#include "engine/generate/generateusers.h"
#include "engine/project/createdroomsfile.h"
#include "ui/document/document.h"
#include "ui/models/roommodel.h"
#include "ui/support/datatable.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QStringListModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

RoomTable::RoomTable(Document &document, QWidget *parent)
    : QWidget(parent)
    , m_document(document)
    , m_model(new RoomModel(this))
    , m_heading(makeHeading({}, this))
    , m_shown(makeMuted({}, this))
    , m_filter(new QLineEdit(this))
    , m_table(new DataTable(this))
    , m_membersHeading(makeHeading({}, this))
    , m_membersView(new QListView(this))
    , m_members(new QStringListModel(this))
{
    setObjectName(u"roomTablePage"_s);
    m_heading->setObjectName(u"roomsHeading"_s);
    m_filter->setObjectName(u"roomFilter"_s);
    m_filter->setPlaceholderText(tr("Filter by name"));
    m_filter->setAccessibleName(tr("Filter the rooms by name"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(220);
    m_table->setObjectName(u"roomTable"_s);
    m_table->setAccessibleName(tr("Rooms"));
    m_table->showOwn(m_model, RoomModel::WhoColumn);
    m_table->makeRoomFor(RoomModel::NameColumn, u"Room 888888"_s);
    m_table->makeRoomFor(RoomModel::MembersColumn, formatCount(88'888));
    m_table->makeRoomFor(RoomModel::MadeColumn, RoomModel::tr("not yet"));

    auto *head = new QHBoxLayout;
    head->setSpacing(spacing);
    head->addWidget(m_heading);
    head->addWidget(m_shown, 1);
    head->addWidget(m_filter);
    auto *left = new QVBoxLayout;
    left->setSpacing(spacing);
    left->addLayout(head);
    left->addWidget(m_table, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(16);
    layout->addLayout(left, 1);
    layout->addWidget(makeMembers());

    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text.trimmed());
        showCounts();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RoomTable::showMembers);
    connect(m_model, &QAbstractItemModel::modelReset, this, &RoomTable::showMembers);
    const auto outdate = [this] {
        m_isOld = true;
        if (isVisible())
            bringUpToDate();
    };
    connect(&m_document, &Document::changed, this, outdate);
    connect(&m_document, &Document::filesChanged, this, outdate);
    showMembers();
}

QWidget *RoomTable::makeMembers()
{
    auto *box = new QWidget(this);
    box->setFixedWidth(240);
    m_membersHeading->setObjectName(u"membersHeading"_s);
    m_membersView->setObjectName(u"roomMembers"_s);
    m_membersView->setAccessibleName(tr("Members of the room"));
    m_membersView->setModel(m_members);
    m_membersView->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_membersView->setUniformItemSizes(true);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins({});
    layout->setSpacing(spacing);
    layout->addWidget(m_membersHeading);
    layout->addWidget(makeMuted(tr("The first makes the room and invites the others."), box));
    layout->addWidget(m_membersView, 1);
    return box;
}

void RoomTable::setRooms(const DrawnRooms &rooms)
{
    m_rooms = rooms;
    m_isOld = true;
    if (isVisible())
        bringUpToDate();
}

void RoomTable::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_isOld = true; // a run may have made rooms while nobody looked, and names follow the accounts
    bringUpToDate();
}

void RoomTable::bringUpToDate()
{
    if (!std::exchange(m_isOld, false) || !m_rooms.listing)
        return;
    QSet<QString> made;
    if (const auto created = project::CreatedRoomsFile::read(m_document.folder().createdRoomsFile())) {
        for (auto it = created->cbegin(); it != created->cend(); ++it)
            made.insert(it.key());
    }
    m_model->setMade(made);
    // A listing is of as many accounts as there were; while a new one is drawn, there may be fewer.
    if (!m_document.project().users.fromFile) {
        m_model->setRooms(m_rooms.listing, [names = generate::AccountNames(m_document.project().users)](int account) {
            return names.planName(account);
        });
    } else {
        const auto list = m_document.listedAccounts();
        const AccountList accounts = list ? *list : std::make_shared<const QList<users::Account>>();
        m_model->setRooms(m_rooms.listing, [accounts](int account) {
            return account < accounts->size() ? accounts->at(account).planName() : noValue();
        });
    }
    showCounts();
}

void RoomTable::showMembers()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid()) {
        m_membersHeading->setText(tr("Members"));
        m_members->setStringList({});
        return;
    }
    const int room = m_model->itemAt(current.row());
    m_members->setStringList(m_model->members(room));
    m_membersHeading->setText(tr("Members of %1").arg(m_model->roomName(room)));
}

void RoomTable::showCounts()
{
    m_heading->setText(tr("%Ln room(s)", nullptr, m_model->rooms()));
    const int shown = m_model->rowCount();
    m_shown->setText(shown < m_model->rooms() ? tr("%1 shown").arg(formatCount(shown)) : QString());
}

} // namespace throng::ui
