<?php
// One message by PHPMailer: phpmailer.php HOST SENDER RECIPIENT,… [echo|html|none] [user:password]
require '/usr/share/php/libphp-phpmailer/autoload.php';
use PHPMailer\PHPMailer\Exception;
use PHPMailer\PHPMailer\PHPMailer;

[, $host, $from, $to, $show] = $argv;
$mail = new PHPMailer(true);
try {
    $mail->isSMTP();
    $mail->Host = $host;
    $mail->Port = 25;
    $mail->Hostname = 'mail.example.org';
    $mail->SMTPAutoTLS = false;
    $mail->Timeout = 5;
    $mail->SMTPDebug = $show === 'none' ? 0 : 2;
    $mail->Debugoutput = $show === 'html' ? 'html' : 'echo';
    if (isset($argv[5])) {
        $mail->SMTPAuth = true;
        [$mail->Username, $mail->Password] = explode(':', $argv[5]);
    }
    $mail->setFrom($from);
    foreach (explode(',', $to) as $one) $mail->addAddress($one);
    $mail->Subject = 'Invoice 550';
    $mail->Body = "550 5.1.1 is no answer here\n";
    $mail->send();
} catch (Exception $e) {
    if ($show === 'none') echo gmdate('[d-M-Y H:i:s') . ' UTC] PHP Notice: mail not sent: ' . $e->getMessage() . "\n";
}
