"""The texts in Indonesian; no native speaker has checked them."""

from typing import Final

from bot.rendering.telegram_texts.shape import Texts

INDONESIAN: Final = Texts(
    name="Bahasa Indonesia",
    months=(
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ),
    date="{day} {month} {year}",
    date_range="{first} sampai {last}",
    source="sumber",
    page="hlm. {page}",
    not_stated="Tidak ada jawaban: laporan tidak menyebutkannya.",
    not_stated_clause="Tidak ada jawaban: laporan tidak menyebutkan “{asked}”.",
    nearest="Bagian yang paling dekat:",
    closest="Saya tidak yakin laporan menyebutkannya. Yang paling dekat:",
    unknown_event="Tidak ada jawaban: tidak ada laporan tentang acara itu. Terdekat:",
    chatter="Tanyakan isi laporan, misalnya: Who chaired the joint planning session?",
    about_reports="/reports menampilkan laporan; /report dan nomor menampilkan satu.",
    no_question="Tanyakan dengan kata-kata tentang acara: siapa, apa, kapan, di mana, atau berapa.",
    too_long="Itu terlalu panjang untuk sebuah pertanyaan. Tanyakan dalam satu kalimat.",
    took_long="Mencari jawaban terlalu lama. Tanyakan dengan lebih singkat atau kata lain.",
    no_reports="Belum ada laporan. Setelah ada, admin mengirim /reload.",
    other_language=(
        "Pertanyaan ini belum saya pahami. Tentang acara saya memahami: siapa, kapan, di mana, "
        "negara mana, berapa, apa yang diputuskan. Selain itu tanyakan dalam bahasa Inggris "
        "seperti dalam laporan."
    ),
    more_left="{count} bagian lain juga menyebutkannya.",
    also_in="Juga dalam: {titles}",
    gone_through="Dari {count} laporan, sejauh disebutkan di dalamnya.",
    yes="Ya",
    no="Tidak",
    people="{count} orang",
    countries="{count} negara",
    over_limit=(
        "Itu lebih dari {limit} pertanyaan dalam satu menit. Sebentar lagi saya menjawab lagi."
    ),
    waits="Saya belum bisa mencari saat ini. Pertanyaan Anda disimpan dan saya jawab secepatnya.",
    failed="Ada yang salah di sini, dan operator dapat melihatnya. Tanyakan sekali lagi.",
    stranger="Bot ini menjawab kalangan terbatas, dan Anda belum ada dalam daftarnya.",
    thanks="Sama-sama. Tanyakan kapan saja tentang acara dalam laporan.",
    greeting="Halo. Tanyakan tentang acara dalam laporan dengan kata-kata Anda sendiri.",
    which_event="Acara mana yang Anda maksud?",
    which_example="Atau pilih acara:",
    about_event="Tentang {title}",
    noted="Baik. Silakan bertanya tentang acara dalam laporan kapan saja.",
    bye="Sampai jumpa. Silakan bertanya tentang acara dalam laporan kapan saja.",
    nothing_before="Belum ada jawaban sebelumnya. Tanyakan dahulu tentang suatu acara.",
    no_more="Tidak ada bagian lain untuk pertanyaan itu.",
    sure=(
        "Untuk “{asked}”: kutipan saya kata demi kata dari laporan, dan saya perkirakan "
        "{share}% mungkin menjawabnya."
    ),
    sure_not=(
        "Untuk “{asked}”: tidak ada bagian yang menyatakannya dengan pasti, jadi saya tidak "
        "menjawab."
    ),
    for_asker="Pilihan ini untuk yang bertanya.",
    text_only="Saya hanya membaca teks. Tanyakan dengan kata-kata, dan saya mencarinya di laporan.",
    button_more="Bagian lain",
    button_report="Laporan lengkap",
    button_answer="Kembali ke jawaban",
    button_right="👍",
    button_wrong="👎",
    button_tell="Laporkan ke operator",
    button_correct="Perbaiki ini",
    button_all="Semuanya",
    button_another="Acara lain …",
    ask_when="Kapan?",
    ask_where="Di mana?",
    ask_chairs="Siapa ketuanya?",
    ask_participants="Siapa yang hadir?",
    ask_outcomes="Apa hasilnya?",
    ask_opener="Siapa pembukanya?",
    page_of="Bagian {page} dari {count}",
    voted="Tercatat. Anda dapat mengubahnya.",
    voted_wrong=(
        "Tercatat. Di bawah jawaban ada bagian lain, dan Anda dapat melaporkannya ke operator."
    ),
    reported="Dilaporkan. Operator melihat pertanyaan dan jawaban ini.",
    vanished="Itu tidak ada lagi dalam laporan.",
    stale="Tombol ini sudah usang. Tanyakan lagi.",
    start=(
        "Saya menjawab pertanyaan dari {count} laporan acara ({dates}) dan mengutip bagian yang"
        " menyebutkannya. Tanyakan dengan kata-kata Anda sendiri."
    ),
    start_empty=(
        "Saya menjawab pertanyaan dari laporan acara dan mengutip bagian yang menyebutkannya. "
        "Belum ada laporan."
    ),
    help=(
        "Tanyakan dengan kata-kata Anda sendiri: siapa yang memimpin, negara mana yang ikut, "
        "kapan, di mana, berapa, apa yang disepakati. Pertanyaan lanjutan berarti acara yang "
        "sama, dan balasan atas jawaban saya berarti acara dari jawaban itu. Sunting "
        "pertanyaan, dan jawabannya berubah. Laporan dan kutipannya berbahasa Inggris; "
        "tanyakan dalam bahasa Indonesia atau Inggris.\n\n"
        "Di grup: /ask PERTANYAAN, @{username} PERTANYAAN, atau balas salah satu pesan saya. "
        "/ask sebagai balasan menjawab pesan itu. Selama mode privasi (privacy mode) aktif, "
        "Telegram hanya meneruskan perintah dan balasan; agar sebutan sampai, jadikan saya "
        "admin grup atau matikan mode itu lewat @BotFather.\n\n"
        "Di kanal: kirim /ask PERTANYAAN. Di tempat lain: ketik @{username} dan pertanyaan.\n\n"
        "/reports menampilkan daftar laporan (/reports bangkok 2023 hanya yang itu), /report N "
        "menampilkan satu. /privacy menjelaskan apa yang disimpan."
    ),
    ask_usage=(
        "Tulis pertanyaan setelah perintah: /ask Who chaired the planning session? Atau kirim "
        "/ask sebagai balasan atas pesan yang memuat pertanyaan."
    ),
    unknown_command=(
        "Saya tidak mengenal perintah itu. /help menjelaskan apa yang dapat saya lakukan."
    ),
    privacy=(
        "Saya menyimpan setiap pertanyaan dengan jawabannya, obrolan, id pengguna, dan suara "
        "selama {days} hari, untuk memahami pertanyaan lanjutan, untuk mengubah jawaban bila "
        "pertanyaannya disunting, dan untuk menunjukkan kepada operator apa yang kurang dalam "
        "laporan. Pesan yang tidak saya jawab tidak disimpan. Selain balasan, tidak ada yang "
        "keluar dari mesin operator. /forget menghapus apa yang saya simpan tentang Anda."
    ),
    forgotten="Dihapus: {count} pertanyaan Anda, dan suara Anda.",
    reports_title="{count} laporan",
    reports_page="halaman {page} dari {pages}",
    reports_none="Tidak ada laporan yang cocok dengan “{words}”.",
    report_usage="Tulis nomor yang ditampilkan /reports: /report 3",
    report_unknown="Tidak ada laporan {number}. /reports menampilkan daftarnya.",
    part_name="Nama",
    part_duration="Lamanya",
    part_opener="Dibuka oleh",
    part_closer="Ditutup oleh",
    part_moderator="Moderator acara",
    part_panellists="Panelis",
    part_speakers="Pembicara",
    part_count="Jumlah",
    part_organiser="Penyelenggara",
    part_supporter="Didanai oleh",
    part_absent="Tidak hadir",
    part_next_when="Berikutnya, kapan",
    part_next_where="Berikutnya, di mana",
    part_when="Kapan",
    part_where="Di mana",
    part_chairs="Ketua",
    part_participants="Peserta",
    part_outcomes="Hasil",
    corrected="{value} (diperbaiki admin)",
    admins_only="/{command} hanya untuk admin.",
    admins_only_button="Tombol ini hanya untuk admin.",
    settings_refused=(
        "/settings hanya untuk admin, dan di sini itu operator bot ini, bukan pemilik atau admin "
        "grup."
    ),
    settings_for_group="/settings hanya untuk admin: di sini admin grup ini dan operator bot.",
    reloading="Membaca laporan …",
    reloaded=(
        "Dibaca ulang dalam {seconds} dtk. {added} ditambah, {changed} diubah, {removed} dihapus"
    ),
    unreadable="{count} tidak dapat dibaca:",
    reload_totals="{reports} laporan, {passages} bagian.",
    lacks_date="tanggal tidak ditemukan",
    lacks_place="tempat tidak ditemukan",
    foreign_report="bukan bahasa Inggris, jadi saya tidak tahu kapan dan di mana",
    unread_report="masih dibaca",
    more_reports="dan {count} laporan lain",
    reload_failed=(
        "Tidak ada yang dibaca ulang, dan saya tetap menjawab dari {reports} laporan yang ada: "
        "{reason}"
    ),
    settings="Di obrolan ini saya menjawab: {groups}. Bahasa: {language}.",
    settings_private="Di sini saya menjawab setiap pertanyaan. Bahasa: {language}.",
    settings_private_usage="Tekan tombol, atau tulis /settings language id.",
    settings_usage=(
        "Tekan tombol, atau tulis /settings groups mention, all, atau off, atau /settings "
        "language id."
    ),
    groups_mention="perintah, sebutan, dan balasan",
    groups_all="setiap pertanyaan",
    groups_off="tidak ada",
    language_auto="bahasa masing-masing",
    saved="Tersimpan.",
    not_saved="Tidak dapat disimpan: penyimpanan gagal. Berlaku sampai saya dimulai ulang.",
    stats=(
        "{days} hari terakhir: {asked} pertanyaan, {answered} dijawab ({share}%). Suara: "
        "{right} benar, {wrong} salah; {reported} jawaban dilaporkan, {corrected} nilai "
        "diperbaiki. Mencari jawaban perlu {median} md (median), paling lama {slowest} md."
    ),
    stats_axis="pertanyaan per hari",
    stats_answered="dijawab",
    stats_silent="tidak ada dalam laporan",
    gaps="Pertanyaan {days} hari terakhir yang tidak dijawab laporan:",
    gaps_none="Laporan menjawab semua pertanyaan {days} hari terakhir.",
    gap_now="Sekarang terjawab?",
    gap_reported="dilaporkan salah: “{answer}”",
    gaps_unnamed="Bukan acara dalam laporan",
    correct_which="Nilai mana dari “{title}” yang salah atau kurang?",
    correct_ask=(
        "Balas pesan ini dengan nilai yang benar: {slot}, “{title}”. Beri titik koma di "
        "antara butir daftar. Satu tanda - membatalkan perbaikan."
    ),
    correct_quoted="Tersimpan. Laporan mengatakannya, dan jawaban mengikutinya.",
    correct_shown=(
        "Tersimpan. Laporan tidak memakai kata-kata ini, jadi hanya /report {number} yang "
        "menampilkannya."
    ),
    correct_undone="Dibatalkan: yang dibaca dari laporan berlaku lagi.",
    correct_long="Terlalu panjang untuk sebuah nilai: paling banyak {limit} karakter.",
    export="Semua pertanyaan {days} hari terakhir, dengan suara",
    store_fails="Penyimpanan sedang gagal: {reason}",
    add_usage="Kirim laporan dengan keterangan /add: .md, .txt, .pdf, .docx, .html atau .eml.",
    add_name="Namai berkas dengan huruf, angka, spasi, - dan _, dan .md atau .pdf di akhir.",
    add_large="Berkas lebih besar dari {limit} MB.",
    added="{name} sudah masuk.",
    added_unread="{name} sudah ada di folder, tetapi tidak terbaca sebagai laporan.",
    removed="{name} sudah keluar.",
    undo="Urungkan",
    undone="Diurungkan: {name}.",
    not_undone="Itu tidak dapat diurungkan lagi.",
    remove_usage="Tulis nomor yang ditampilkan /reports: /remove 3",
    inline_empty="Tanyakan sesuatu tentang laporan",
    inline_none="Laporan tidak menyebutkannya",
    command_ask="menjawab pertanyaan dari laporan",
    command_reports="daftar laporan",
    command_report="menampilkan satu laporan",
    command_help="cara bertanya",
    command_privacy="apa yang disimpan, dan berapa lama",
    command_forget="hapus yang disimpan tentang saya",
    command_reload="membaca ulang laporan",
    command_status="keadaan bot",
    command_stats="pertanyaan, jawaban, dan suara",
    command_gaps="yang tidak dijawab laporan",
    command_settings="cara saya menjawab di sini",
    command_add="tambah laporan: berkas dengan keterangan ini",
    command_remove="keluarkan laporan",
    command_export="semua pertanyaan sebagai tabel",
)
