// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/startpage.h"

#include "ui/mainwindow/lastruns.h"
#include "ui/mainwindow/recentprojects.h"
#include "ui/support/appearance.h"
#include "ui/support/format.h"
#include "ui/support/widgets.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

constexpr int pageWidth = 1060;
constexpr int widestServer = 300; // a long address is cut, and the projects' names are not

enum Column { ProjectColumn, ServerColumn, LastRunColumn, UsersColumn, DeliveryColumn, VerdictColumn, ColumnCount };

Card *makeChoice(const QString &title, const QString &text, QPushButton *button, const QString &name)
{
    auto *card = new Card;
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(18, 16, 18, 16);
    layout->setSpacing(spacing);
    QLabel *heading = makeHeading(title, card);
    heading->setFont(scaled(heading->font(), 1.2, true));
    layout->addWidget(heading);
    layout->addWidget(makeMuted(text, card));
    layout->addStretch();
    button->setObjectName(name);
    button->setAccessibleDescription(text);
    auto *row = new QHBoxLayout;
    row->addWidget(button);
    row->addStretch();
    layout->addLayout(row);
    card->setFixedHeight(180);
    return card;
}

QString dayOf(const QDateTime &time)
{
    if (!time.isValid())
        return noValue();
    const QDate today = QDate::currentDate();
    if (time.date() == today)
        return StartPage::tr("today %1").arg(QLocale().toString(time.time(), QLocale::ShortFormat));
    if (time.date() == today.addDays(-1))
        return StartPage::tr("yesterday");
    return QLocale().toString(time.date(), QLocale::ShortFormat);
}

/// A pill in a cell, which leaves the mouse to the table.
QWidget *makeVerdict(const QString &text, const QString &mood)
{
    auto *place = new QWidget;
    place->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *layout = new QHBoxLayout(place);
    layout->setContentsMargins(4, 0, 8, 0);
    layout->addWidget(makePill(text, mood, place), 0, Qt::AlignLeft | Qt::AlignVCenter);
    return place;
}

} // namespace

StartPage::StartPage(RecentProjects &recent, QWidget *parent)
    : QWidget(parent)
    , m_recent(recent)
    , m_lastRuns(new LastRuns(recent, this))
    , m_heading(makeHeading(tr("Recent"), this))
    , m_table(new QTableWidget(0, ColumnCount, this))
{
    setObjectName(u"startPage"_s);
    auto *column = new QWidget(this);
    column->setMaximumWidth(pageWidth);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(24, 48, 24, 24);
    layout->setSpacing(spacing);

    QLabel *name = makeTitle(tr("Throng"), column);
    name->setFont(scaled(font(), 2.2, true));
    layout->addWidget(name);
    QLabel *purpose = makeMuted(tr("Load tests for Matrix homeservers"), column);
    purpose->setFont(scaled(font(), 1.2));
    layout->addWidget(purpose);
    layout->addSpacing(16);

    auto *practice = new QPushButton(tr("Start the &practice test"));
    practice->setProperty("primary", true);
    auto *create = new QPushButton(tr("&New project…"));
    auto *open = new QPushButton(tr("&Open…"));
    auto *choices = new QHBoxLayout;
    choices->setSpacing(14);
    choices->addWidget(makeChoice(tr("Try it now"),
                           tr("Starts a practice homeserver on this machine and runs a small test against it. Live "
                              "charts in one click."),
                           practice, u"practiceButton"_s),
        1);
    choices->addWidget(makeChoice(tr("New project"),
                           tr("Your server, its users, its rooms, your tests: five pages with good defaults."), create,
                           u"newProjectButton"_s),
        1);
    choices->addWidget(
        makeChoice(tr("Open"), tr("A Throng project, or a folder of matrix-locust as it is."), open, u"openButton"_s),
        1);
    layout->addLayout(choices);
    layout->addSpacing(16);

    layout->addWidget(m_heading);
    auto *card = new Card(column);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(6, 4, 6, 4);
    cardLayout->addWidget(m_table);
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    layout->addWidget(card);
    m_heading->setBuddy(m_table);
    layout->addSpacing(8);
    layout->addWidget(
        makeMuted(tr("Drop a project or a matrix-locust folder anywhere in this window to open it."), column));
    layout->addStretch();

    auto *page = new QHBoxLayout(this);
    page->setContentsMargins({});
    page->addStretch(1);
    page->addWidget(column, 100);
    page->addStretch(1);

    m_table->setObjectName(u"recentTable"_s);
    m_table->setAccessibleName(tr("Recent projects"));
    m_table->setHorizontalHeaderLabels(
        { tr("Project"), tr("Server"), tr("Last run"), tr("Users"), tr("Delivery p95"), tr("Verdict") });
    for (const int figures : { UsersColumn, DeliveryColumn })
        m_table->horizontalHeaderItem(figures)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_table->setFont(withTabularFigures(m_table->font()));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 16);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(ProjectColumn, QHeaderView::Stretch);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setWordWrap(false);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);

    connect(practice, &QPushButton::clicked, this, &StartPage::practiceRequested);
    connect(create, &QPushButton::clicked, this, &StartPage::newProjectRequested);
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    connect(m_table, &QTableWidget::itemActivated, this, [this](QTableWidgetItem *item) {
        Q_EMIT openPathRequested(m_table->item(item->row(), 0)->data(Qt::UserRole).toString());
    });
    connect(&m_recent, &RecentProjects::changed, this, &StartPage::fillRecent);
    fillRecent();
}

void StartPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_lastRuns->look();
}

void StartPage::fillRecent()
{
    const QList<RecentProjects::Entry> &entries = m_recent.entries();
    const int current = m_table->currentRow();
    m_table->setRowCount(static_cast<int>(entries.size()));
    for (int row = 0; row < entries.size(); ++row) {
        const RecentProjects::Entry &entry = entries[row];
        const RecentProjects::LastRun &run = entry.lastRun;
        const bool hasRun = !run.verdict.isEmpty();
        const QString server = m_table->fontMetrics().elidedText(entry.server, Qt::ElideMiddle, widestServer);
        const QStringList texts { entry.name, server.isEmpty() ? noValue() : server, dayOf(run.endedAt),
            hasRun ? formatCount(run.users) : noValue(),
            run.deliveryP95 ? formatAtLeast(*run.deliveryP95, run.isLowerBound) : noValue(),
            hasRun ? run.verdict : tr("never run") };
        for (int column = 0; column < ColumnCount; ++column) {
            auto *item = new QTableWidgetItem(column == VerdictColumn ? QString() : texts[column]);
            item->setData(Qt::AccessibleTextRole, texts[column]);
            if (column == UsersColumn || column == DeliveryColumn)
                item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            m_table->setItem(row, column, item);
        }
        m_table->item(row, ServerColumn)->setToolTip(entry.server);
        QTableWidgetItem *project = m_table->item(row, ProjectColumn);
        project->setData(Qt::UserRole, entry.path);
        project->setToolTip(tr("%1, opened last: %2").arg(QDir::toNativeSeparators(entry.path), dayOf(entry.opened)));
        project->setFont(scaled(font(), 1.0, true));
        QWidget *verdict = makeVerdict(texts[VerdictColumn], run.mood.isEmpty() ? u"plain"_s : run.mood);
        m_table->item(row, VerdictColumn)->setSizeHint(verdict->sizeHint());
        m_table->setCellWidget(row, VerdictColumn, verdict);
    }
    const bool any = !entries.isEmpty();
    m_heading->setVisible(any);
    m_table->parentWidget()->setVisible(any);
    int height = m_table->horizontalHeader()->sizeHint().height() + 2;
    for (int row = 0; row < entries.size(); ++row)
        height += m_table->rowHeight(row);
    m_table->setFixedHeight(height);
    // The keyboard finds the newest chosen: Return opens it.
    if (any)
        m_table->setCurrentCell(current >= 0 && current < entries.size() ? current : 0, 0);
}

} // namespace throng::ui
